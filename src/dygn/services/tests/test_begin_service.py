"""A service from nothing: it is a right package at once, nobody sees it, and two presses make one."""

import pytest

from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.begin_service import begin_service
from dygn.services.actions.edit_package import make_version, package_of_copy
from dygn.services.models import Service, WorkingCopy
from dygn.services.queries import service_at
from dygn.services.rules.editing.beginning import beginning, key_from
from dygn.services.rules.editing.faults import faults_to_mend
from dygn.services.rules.package.compiling import compile_package
from dygn.services.tests.factories import NOON
from tests.cast import a_municipality, a_resident, a_unit, an_author, an_officer, scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def within():
    with scope(a_municipality()):
        yield


def begun(titles=None, *, owner="", log_in="none", actor=None):
    titles = {"sv": "Låna en cykel", "en": "Borrow a bicycle"} if titles is None else titles
    return begin_service(titles, owner=owner, log_in=log_in, actor=actor or an_author(), now=NOON)


def test_a_service_from_nothing_can_be_a_version_at_once_and_is_seen_by_nobody():
    unit = a_unit()
    service = begun(owner=unit.key)
    copy = WorkingCopy.objects.get(service=service)
    assert service.key == "lana-en-cykel" and service.owner_unit == unit and service.state == "draft"
    assert copy.data["languages"] == ["sv", "en"] and faults_to_mend(package_of_copy(copy)) == []
    assert service_at(service.slug) is None
    assert make_version(service.pk, seen=1, actor=an_author(), now=NOON).service == service


@pytest.mark.parametrize("languages", [["sv"], ["da", "en"], ["nb", "nn"], ["sv", "da", "nb", "nn", "en"]])
def test_its_first_words_stand_in_each_language_it_is_named_in(languages):
    package = compile_package(beginning("a-service", dict.fromkeys(languages, "Cykel"), owner="", log_in="none"))
    data = package.definition["pages"][0]["questions"][0]["label"]
    assert list(data) == languages and all(data.values())
    assert len(set(data.values())) == len(languages)


def test_pressed_twice_it_is_one_and_after_something_is_written_another():
    first = begun()
    assert begun() == first and Service.objects.count() == 1
    WorkingCopy.objects.update(revision=2)
    second = begun()
    assert second != first and second.key == "lana-en-cykel-2" and second.slug != first.slug


def test_it_never_becomes_a_version_of_a_service_that_has_the_name():
    first = begun()
    other = begun({"sv": "Låna en cykel!"})
    assert other.pk != first.pk and other.key == "lana-en-cykel-2"


@pytest.mark.parametrize("titles", [{}, {"sv": "  "}])
def test_without_a_name_nothing_begins(titles):
    with pytest.raises(Refusal, match="a name"):
        begun(titles)
    assert not Service.objects.exists()


@pytest.mark.parametrize("make", [an_officer, a_resident])
def test_only_those_who_build_services_begin_one(make):
    with pytest.raises(NotForYou):
        begun(actor=make())


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Ærø færge", "aero-faerge"), ("123", "service-"), ("å", "service-a"), ("日本", "service-"), ("3D print", "d-print"),
        ("A" * 300, "a" * 60), ("Fel_anmälan", "fel-anmalan"),
    ],
)  # fmt: skip
def test_any_name_gives_a_key_that_a_package_may_have(title, key):
    made = key_from(title)
    assert made == key.rstrip("-")
    assert compile_package(beginning(made, {"sv": title}, owner="", log_in="none")).key == made
