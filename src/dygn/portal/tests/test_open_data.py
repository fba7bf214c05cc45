"""The service catalogue as open data, at its addresses."""

import json

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from dygn.identity.actor import Actor
from dygn.portal import page_cache
from dygn.portal.queries import open_data
from dygn.reference.models import Topic
from dygn.services.actions.change_state import change_state
from dygn.services.actions.install_package import install_package
from dygn.services.actions.save_entry import EntryFacts, change_entry
from dygn.services.models import InventoryEntry, Service
from dygn.services.tests.factories import NOON, PACKAGES, a_service
from tests.cast import a_browser, a_municipality, an_author, scope

pytestmark = pytest.mark.django_db
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
DCT = Namespace("http://purl.org/dc/terms/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
PERMIT = PACKAGES / "parking-permit"
TURTLE = "/open-data/services.ttl"


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch):
    monkeypatch.setattr(page_cache, "STAMP_SECONDS", 0.0)
    page_cache.forget_pages()
    open_data.forget_open_catalogues()


def read(path=TURTLE, kind="turtle", of=None):
    answer = a_browser(of=of).get(path)
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=kind)


def services_in(graph):
    return {str(each).rpartition("#service-")[2] for each in graph.subjects(RDF.type, CPSV.PublicService)}


def test_a_published_service_is_given_out_in_three_writings_that_say_the_same():
    a_service(PERMIT)
    one = read()
    assert services_in(one) == {"parking-permit"}
    assert isomorphic(one, read("/open-data/services.rdf", "xml"))
    assert isomorphic(one, read("/open-data/services.jsonld", "json-ld"))
    json.loads(a_browser().get("/open-data/services.jsonld").content)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (TURTLE, "text/turtle; charset=utf-8"),
        ("/open-data/services.rdf", "application/rdf+xml; charset=utf-8"),
        ("/open-data/services.jsonld", "application/ld+json; charset=utf-8"),
    ],
)
def test_each_writing_says_what_it_is_and_may_be_read_from_other_sites(path, kind):
    answer = a_browser().get(path)
    assert answer["Content-Type"] == kind and answer["Access-Control-Allow-Origin"] == "*"
    assert a_browser().get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("text/turtle", "/open-data/services.ttl"),
        ("application/rdf+xml", "/open-data/services.rdf"),
        ("application/ld+json", "/open-data/services.jsonld"),
        ("application/json", "/open-data/services.jsonld"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "/open-data/services.jsonld"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/open-data/"),
        ("*/*", "/open-data/services.ttl"),
        ("image/png", "/open-data/services.ttl"),
        ("nonsense;;q=x", "/open-data/services.ttl"),
        ("", "/open-data/services.ttl"),
    ],
)
def test_one_address_leads_to_the_writing_that_is_asked_for(accept, leads_to):
    answer = a_browser().get("/open-data/services", headers={"accept": accept})
    assert (answer.status_code, answer["Location"]) == (303, leads_to)
    assert "Accept" in answer["Vary"]


def test_what_is_not_published_rests_or_is_withdrawn_is_not_given_out():
    with scope():
        install_package(PACKAGES / "fault-report", actor=Actor.system(a_municipality().pk), now=NOON)
    assert services_in(read()) == set()
    service = a_service(PERMIT)
    for state, given in (("published", 1), ("paused", 0), ("published", 1), ("withdrawn", 0)):
        with scope():
            change_state(service.pk, state, actor=an_author())
        assert len(services_in(read())) == given, state


def test_what_people_cannot_find_is_not_given_out(monkeypatch):
    a_service(PERMIT)
    monkeypatch.setattr(open_data, "offered_services", list)
    assert services_in(read()) == set()


def test_the_neighbours_services_are_not_among_ours():
    a_service(PERMIT, of=a_municipality("Lund"))
    assert services_in(read()) == set()
    assert services_in(read(of=a_municipality("Lund"))) == {"parking-permit"}


def test_it_is_the_same_catalogue_in_every_languages_address_and_names_the_municipality_s_site():
    a_service(PERMIT)
    one = read("/en" + TURTLE)
    assert isomorphic(read(), one)
    assert URIRef("https://ekeby.localhost/open-data/services#service-parking-permit") in one.subjects()
    assert URIRef("https://ekeby.localhost/service/parkeringstillstand/") in one.objects()


def test_the_law_of_the_inventory_is_its_legal_resource_at_once():
    service = a_service(PERMIT)
    assert not list(read().objects(None, CV.hasLegalResource))
    with scope():
        entry = InventoryEntry.objects.get(service=service)
        facts = EntryFacts(
            self_service="e_form", duty="by_law", law="Lag (1990:1)", law_url="https://example.org/1"
        )
        change_entry(entry.pk, facts, actor=an_author())
    graph = read()
    law = graph.value(None, DCT.title, Literal("Lag (1990:1)", lang="sv"))
    assert law in graph.objects(None, CV.hasLegalResource)


def test_thematic_areas_have_their_titles_where_the_taxonomy_is_taken_in():
    Topic.objects.create(taxonomy="kle", key="05.09.00", titles={"da": "Parkering"})
    a_service(PERMIT)
    graph = read()
    area = next(graph.objects(None, CV.thematicArea))
    titles = {
        str(each)
        for one in graph.objects(None, CV.thematicArea)
        for each in graph.objects(one, SKOS.prefLabel)
    }
    assert area is not None and titles == {"Parkering"}


def test_the_place_in_a_taxonomy_that_the_inventory_says_goes_first():
    service = a_service(PERMIT)
    with scope():
        InventoryEntry.objects.filter(service=service).update(kle="05.99.99", los="javascript:alert(1)")
    areas = {str(each).rpartition("#")[2] for each in read().objects(None, CV.thematicArea)}
    los = "https://psi.norge.no/los/ord/parkering-og-hvileplasser"  # what is no address gives way to the package's
    assert areas == {"kle-05.99.99", "klassa-5.5.3", los}


def test_it_is_written_once_and_anew_when_something_changes(monkeypatch):
    service, times = a_service(PERMIT), []
    written = open_data.catalogue_graph

    def counting(catalogue):
        times.append(1)
        return written(catalogue)

    monkeypatch.setattr(open_data, "catalogue_graph", counting)
    for _time in range(3):
        a_browser().get(TURTLE + "?no=cache")
    assert len(times) == 1
    with scope():
        Service.objects.get(pk=service.pk).save()
    a_browser().get(TURTLE + "?no=cache")
    assert len(times) == 2


def test_a_page_tells_people_where_it_is_and_the_site_leads_to_it():
    page = a_browser().get("/en/open-data/").content.decode()
    assert "services.ttl" in page and "CPSV-AP" in page and "CC BY 4.0" in page
    assert "CPSV-AP-NO" not in page
    norway = a_municipality("Fjellvik", country="no", language="nb")
    assert "CPSV-AP-NO" in a_browser(of=norway).get("/en/open-data/").content.decode()
    assert "/en/open-data/" in a_browser().get("/en/accessibility/").content.decode()


def test_it_is_only_read():
    browser = a_browser()
    for path in (TURTLE, "/open-data/services", "/open-data/"):
        assert browser.post(path).status_code == 405
    assert browser.get("/open-data/services.xls").status_code == 404
