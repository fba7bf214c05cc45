"""The catalogue, and what is newer where a service comes from, by ``dygn`` too."""

import json

import pytest
from click.testing import CliRunner

from dygn.base.errors import Refusal
from dygn.config.cli import dygn
from dygn.config.tests.test_command_line import heard, say
from dygn.services.models import CatalogueEntry, Service, Version, WorkingCopy
from dygn.services.rules.package.files import PackageFiles, pack
from dygn.services.tests.factories import LETTERS, a_service
from dygn.services.tests.test_catalogue import a_second_version, an_offer
from dygn.services.tests.test_other_catalogues import ADDRESS, Elsewhere
from dygn.services.tests.test_upgrades import NEWER, label_of, worked_on
from tests.cast import a_municipality, an_author, scope

pytestmark = pytest.mark.django_db
HERE = ("--municipality", "ekeby")
THERE = ("--municipality", "sundby")
DOG = "questions/dog_name/label/en"


@pytest.fixture
def service():
    return a_service(of=a_municipality())


@pytest.fixture
def newer(tmp_path):
    file = tmp_path / "newer.zip"
    file.write_bytes(pack(PackageFiles({"service.yaml": NEWER, **LETTERS})))
    return str(file)


def told(*words):
    """The exit code of a command, and what it answered in JSON."""
    answer = CliRunner().invoke(dygn, ["service", "upgrade", *words, "--json"])
    refused = str(answer.exception) if isinstance(answer.exception, Refusal) else ""
    return answer.exit_code, refused or json.loads(answer.output)


def dog():
    with scope():
        return label_of(WorkingCopy.objects.get(), "dog_name")


def test_where_nothing_is_newer_it_says_so(service):
    assert "nothing newer" in say("service", "upgrade", *HERE, "small-service").output


def test_a_dry_run_tells_what_would_come_and_changes_nothing(service, newer):
    code, answer = told(*HERE, "small-service", "--package", newer, "--dry-run")
    assert code == 0 and answer["brought_in"] is False and answer["conflicts"] == []
    assert any("dog" in change["after"] for change in answer["changes"])
    with scope():
        assert Version.objects.count() == 1 and not WorkingCopy.objects.exists()


def test_what_only_one_has_changed_is_brought_in(service, newer):
    code, answer = told(*HERE, "small-service", "--package", newer)
    assert code == 0 and answer["brought_in"] is True
    assert dog() == "What is your dog's name?"


def test_what_both_have_changed_is_listed_and_nothing_is_overwritten(service, newer):
    with scope():
        worked_on(service, an_author())
    code, answer = told(*HERE, "small-service", "--package", newer)
    assert code == 1 and answer["brought_in"] is False
    assert [(each["where"], each["taken"]) for each in answer["conflicts"]] == [(DOG, "undecided")]
    assert dog() == "Name of the dog"
    with scope():
        assert Version.objects.count() == 1


@pytest.mark.parametrize(
    ("decided", "words"),
    [(("--keep-ours",), "Name of the dog"), (("--take", DOG), "What is your dog's name?")],
)
def test_each_conflict_is_decided_and_then_it_is_brought_in(service, newer, decided, words):
    with scope():
        worked_on(service, an_author())
    code, answer = told(*HERE, "small-service", "--package", newer, *decided)
    assert code == 0 and answer["brought_in"] is True and dog() == words


def test_a_place_that_is_none_and_a_package_of_another_service_are_refused(service, newer, tmp_path):
    code, words = told(*HERE, "small-service", "--package", newer, "--take", "nowhere")
    assert code == 1 and "Not a place" in words
    other = tmp_path / "other.zip"
    text = NEWER.replace("key: small-service", "key: other-service")
    other.write_bytes(pack(PackageFiles({"service.yaml": text, **LETTERS})))
    assert told(*HERE, "small-service", "--package", str(other))[0] == 1
    assert told(*HERE, "nothing")[0] == 1


def test_it_is_offered_listed_adopted_and_renewed():
    a_service(of=a_municipality())
    a_municipality("Sundby")
    said = say(
        "service", "catalogue", "offer", *HERE, "small-service", "--why", "Clear", "--tag", "dogs"
    ).output
    assert "is in the catalogue" in said
    row = heard("service", "catalogue", "list", *THERE)[0]
    assert (row["key"], row["offered_by"], row["used_by"]) == ("small-service", "Ekeby", 0)
    taken = heard("service", "catalogue", "adopt", *THERE, str(row["number"]))
    assert (taken["service"], taken["from"]) == ("small-service", "catalogue")
    a_second_version()
    say("service", "catalogue", "offer", *HERE, "small-service", "--why", "Clear")
    assert heard("service", "upgrade", *THERE, "small-service")["brought_in"] is True
    with scope(a_municipality("Sundby")):
        assert label_of(WorkingCopy.objects.get(), "chip") == "Chip"
    say("service", "catalogue", "deprecate", *HERE, "small-service", "--note", "Old")
    say("service", "catalogue", "withdraw", *HERE, "small-service")
    with scope():
        assert CatalogueEntry.objects.get().state == "withdrawn"


def test_another_catalogue_is_fetched_and_what_is_wrong_with_it_told(monkeypatch):
    from dygn.services.actions import fetch_source as fetching

    elsewhere = Elsewhere().offers_package(signed=False)
    monkeypatch.setattr(fetching, "call", elsewhere)
    a_municipality()
    say("service", "catalogue", "look-in", *HERE, ADDRESS, "--name", "Lund")
    assert heard("service", "catalogue", "fetch", *HERE)[0]["trouble"] == ""
    elsewhere.answers[ADDRESS] = b"<html>"
    answer = CliRunner().invoke(dygn, ["service", "catalogue", "fetch", *HERE, "--json"])
    assert answer.exit_code == 1 and "not JSON" in json.loads(answer.output)[0]["trouble"]


def test_what_is_not_there_is_refused_plainly():
    an_offer()
    for words in (
        ("offer", *HERE, "nothing", "--why", "x"),
        ("withdraw", *HERE, "nothing"),
        ("adopt", *HERE, "999999"),
        ("look-in", *HERE, "http://x.example", "--name", "x"),
    ):
        answer = CliRunner().invoke(dygn, ["service", "catalogue", *words])
        assert answer.exit_code == 1, words
    with scope():
        assert Service.objects.count() == 1
