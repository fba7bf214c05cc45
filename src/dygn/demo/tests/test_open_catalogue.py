"""What the demo's municipalities give out is valid by the shapes of the profiles that hold there."""

import pytest
from django.utils import timezone
from pyshacl import validate
from rdflib import RDF, Graph, Namespace

from dygn.base.tenancy import in_municipality
from dygn.demo import cast
from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.keep_inventory import keep_inventory
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.services.queries import offered_services
from tests.cast import a_browser
from tests.material import material

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
SHAPES = "service-catalogue/cpsv-ap/releases/3.2.0/shacl/cpsv-ap-SHACL.ttl"
NORWEGIAN = "service-catalogue/cpsv-ap-no/shacl/CPSV-AP-NO_shacl_shapes_v1.ttl"


@pytest.mark.parametrize("town", cast.municipalities(), ids=lambda town: town.slug)
def test_the_open_catalogue_of_each_municipality_is_valid(town):
    municipality, now = settle_municipality(town), timezone.now()
    install_services(municipality, now=now)
    keep_inventory(town, municipality, now=now)
    answer = a_browser(of=municipality).get("/open-data/services.ttl", headers={"host": town.host})
    graph = Graph().parse(data=answer.content, format="turtle")
    with in_municipality(municipality.pk):
        offered = len(offered_services())
    assert len(set(graph.subjects(RDF.type, CPSV.PublicService))) == offered > 15
    assert list(graph.objects(None, CV.hasLegalResource))
    for shapes in (SHAPES, NORWEGIAN) if town.country == "no" else (SHAPES,):
        is_valid, _report, text = validate(graph, shacl_graph=str(material(shapes)))
        assert is_valid, text
