"""The open catalogue in the words of CPSV-AP, held against the profiles' own shapes."""

import functools
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import RDF, Literal, Namespace, URIRef
from rdflib import Graph as ReadGraph
from rdflib.compare import isomorphic

from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.open_data.cpsv import (
    OpenAuthority,
    OpenCatalogue,
    OpenService,
    OpenWords,
    catalogue_graph,
)
from dygn.services.rules.open_data.graph import Graph, plain, texts, thing
from dygn.services.rules.open_data.writing import json_ld, rdf_xml, turtle
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES
from tests import material

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
DCT = Namespace("http://purl.org/dc/terms/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SH = Namespace("http://www.w3.org/ns/shacl#")
PLACE = "https://ekeby.example/open-data/services"
PERMIT = URIRef(f"{PLACE}#service-parking-permit")
SHAPES = "service-catalogue/cpsv-ap/releases/{}/shacl/cpsv-ap-SHACL.ttl"
NORWEGIAN = "service-catalogue/cpsv-ap-no/shacl/CPSV-AP-NO_shacl_shapes_v1.ttl"
WORDS = OpenWords(
    {"sv": "Tjänster", "nb": "Tjenester"}, {"sv": "Allt.", "nb": "Alt."}, {"sv": "Regler", "nb": "Regler"}
)
LANGUAGES = {"se": "sv", "dk": "da", "no": "nb"}


@functools.cache
def definitions():
    folders = sorted(folder for folder in PACKAGES.iterdir() if (folder / "service.yaml").exists())
    return [definition_from_data(compile_package(open_package(folder)).definition) for folder in folders]


def a_catalogue(country="se", **changes):
    authority = OpenAuthority(
        PLACE, "https://ekeby.example/", "Ekeby", LANGUAGES[country], country, "9901", "010-1", "a@example.org",
        visit={LANGUAGES[country]: "Torget 1"},
    )  # fmt: skip
    services = [
        OpenService(
            each,
            f"https://ekeby.example/service/{each.key}/",
            each.classification,
            "010-2",
            "",
            "Lag (2001:1)",
            "https://example.org/law",
        )
        for each in definitions()
    ]
    now = datetime(2027, 3, 14, 9, tzinfo=UTC)
    facts = {"authority": authority, "words": WORDS, "services": services, "changed_at": now, **changes}
    return OpenCatalogue(**facts)


def read(graph):
    return ReadGraph().parse(data=turtle(graph), format="turtle")


def faults_of(country, shapes, **changes):
    read_graph = read(catalogue_graph(a_catalogue(country, **changes)))
    _fits, report, text = validate(
        read_graph,
        shacl_graph=str(material.material(shapes)),
        inference="none",
        advanced=False,
        meta_shacl=False,
    )
    return [
        str(report.value(one, SH.resultMessage)) + text
        for one in report.subjects(RDF.type, SH.ValidationResult)
    ]


@pytest.mark.parametrize("release", ["3.1.1", "3.2.0"])
@pytest.mark.parametrize("country", ["se", "dk", "no"])
def test_every_package_of_the_house_is_valid_by_the_shapes_of_cpsv_ap(country, release):
    assert faults_of(country, SHAPES.format(release)) == []


def test_in_norway_it_is_valid_by_the_norwegian_profile_too():
    assert faults_of("no", NORWEGIAN) == []


def test_the_shapes_do_find_what_is_lacking():
    graph = read(catalogue_graph(a_catalogue("no")))
    graph.remove((PERMIT, CV.hasCompetentAuthority, None))
    for shapes in (SHAPES.format("3.2.0"), NORWEGIAN):
        assert not validate(graph, shacl_graph=str(material.material(shapes)))[0]


def test_an_empty_catalogue_is_valid_too():
    assert (
        faults_of("no", NORWEGIAN, services=[]) == faults_of("se", SHAPES.format("3.2.0"), services=[]) == []
    )


def test_the_three_writings_say_the_same():
    graph = catalogue_graph(a_catalogue("no"))
    one = read(graph)
    assert isomorphic(one, ReadGraph().parse(data=rdf_xml(graph), format="xml"))
    assert isomorphic(one, ReadGraph().parse(data=json_ld(graph), format="json-ld"))
    assert len(one) > 500


def test_a_service_tells_what_the_page_tells_in_all_its_languages():
    graph = read(catalogue_graph(a_catalogue()))
    titles = {each.language: str(each) for each in graph.objects(PERMIT, DCT.title)}
    assert (
        set(titles) == {"sv", "da", "nb", "en"} and titles["sv"] == "Parkeringstillstånd för rörelsehindrade"
    )
    description = next(each for each in graph.objects(PERMIT, DCT.description) if each.language == "en")
    assert "find it hard to walk" in description and "**" not in description
    assert str(graph.value(PERMIT, CV.processingTime)) == "P30D"
    assert len(list(graph.objects(PERMIT, CV.hasChannel))) == 3
    assert len(list(graph.objects(PERMIT, CV.holdsRequirement))) == 3
    cost = graph.value(PERMIT, CV.hasCost)
    assert float(graph.value(cost, CV.hasValue)) == 0.0
    assert str(graph.value(cost, CV.currency)).endswith("/SEK")
    assert str(graph.value(PERMIT, URIRef("http://www.w3.org/ns/adms#status"))).endswith("/COMPLETED")
    authority = graph.value(PERMIT, CV.hasCompetentAuthority)
    assert str(graph.value(authority, SKOS.prefLabel)) == "Ekeby"
    languages = {str(each).rpartition("/")[2] for each in graph.objects(PERMIT, DCT.language)}
    assert languages == {"SWE", "DAN", "NOB", "ENG"}
    law = graph.value(PERMIT, CV.hasLegalResource)
    assert graph.value(law, DCT.title) == Literal("Lag (2001:1)", lang="sv")
    assert str(graph.value(PERMIT, DCT.identifier)) == str(PERMIT)


def test_its_place_in_kle_and_los_is_a_thematic_area_with_its_title_where_known():
    los = "https://psi.norge.no/los/ord/barnehageplass"
    topics = {"05.09.00": {"da": "Parkering"}, los: {"nb": "Barnehageplass"}}
    graph = read(catalogue_graph(a_catalogue("no", topics=topics)))
    areas = {str(each): each for each in graph.objects(PERMIT, CV.thematicArea)}
    kle = areas[f"{PLACE}#kle-05.09.00"]
    assert graph.value(kle, SKOS.prefLabel) == Literal("Parkering", lang="da")
    day_care = URIRef(f"{PLACE}#service-day-care")
    assert URIRef(los) in graph.objects(day_care, CV.thematicArea)
    assert graph.value(URIRef(los), SKOS.prefLabel) == Literal("Barnehageplass", lang="nb")


def test_only_services_of_the_catalogue_are_told_as_related():
    graph = read(catalogue_graph(a_catalogue(services=a_catalogue().services[:2])))
    known = set(graph.subjects(RDF.type, CPSV.PublicService))
    assert len(known) == 2 and set(graph.objects(None, CV.relatedService)) <= known


ANY_TEXT = st.text(max_size=40) | st.sampled_from(
    ['"', "\\", "</x>&", "\x00\x0b", "\ud800", "\u2028", "'''", "]]>"]
)


@settings(deadline=None, max_examples=150)
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_and_any_address_is_written_so_that_it_can_be_read(text, address):
    graph = Graph()
    own = graph.make(f"{PLACE}#x", "skos:Concept")
    graph.say(own, "dct:title", *texts({"sv": text}))
    graph.say(own, "dct:identifier", plain(text))
    graph.say(own, "foaf:homepage", thing(f"https://example.org/{address}"))
    one = read(graph)
    assert isomorphic(one, ReadGraph().parse(data=rdf_xml(graph), format="xml"))
    assert isomorphic(one, ReadGraph().parse(data=json_ld(graph), format="json-ld"))
    for writing in (turtle, rdf_xml, json_ld):
        writing(graph).encode()


def test_a_catalogue_is_written_in_little_time():
    import time

    catalogue = a_catalogue("no")
    started = time.process_time()
    graph = catalogue_graph(catalogue)
    for writing in (turtle, rdf_xml, json_ld):
        writing(graph)
    assert time.process_time() - started < 2.0
