"""Packages are given away, and taken in from outside, by ``dygn`` too."""

import pytest
from click.testing import CliRunner

from dygn.base.errors import Refusal
from dygn.config.cli import dygn
from dygn.config.tests.test_command_line import heard, say
from dygn.services.tests.factories import a_service
from dygn.services.tests.test_catalogue import an_offer
from dygn.services.tests.test_upgrades import worked_on
from tests.cast import a_municipality, an_author, scope

pytestmark = pytest.mark.django_db
HERE = ("--municipality", "ekeby")


@pytest.fixture
def service():
    return a_service(of=a_municipality())


def test_a_version_is_written_to_a_file_and_taken_in_by_another(service, tmp_path):
    file = tmp_path / "small.zip"
    said = say("service", "export", *HERE, "small-service", "--version", "1", str(file)).output
    assert "not signed" in said
    a_municipality("sundby")
    taken = heard("service", "install", "--municipality", "sundby", str(file))
    assert (taken["service"], taken["version"], taken["trust"], taken["waits"]) == (
        "small-service", 1, "unsigned", "no",
    )  # fmt: skip


def test_it_is_signed_with_a_key_that_was_made_for_it_and_known_by_the_public_one(
    service, tmp_path, settings
):
    keys = heard("service", "signing-key")
    settings.DYGN_SIGNING_KEY, settings.DYGN_PUBLISHER = keys["private"], "Ekeby kommun"
    settings.DYGN_TRUSTED_PUBLISHERS = {"Ekeby kommun": keys["public"]}
    file = tmp_path / "small.zip"
    assert "signed." in say("service", "export", *HERE, "small-service", str(file)).output
    a_municipality("sundby")
    taken = heard("service", "install", "--municipality", "sundby", str(file))
    assert (taken["trust"], taken["publisher"]) == ("trusted", "Ekeby kommun")


def test_what_waits_to_be_brought_in_is_told(service, tmp_path):
    with scope():
        worked_on(service, an_author())
    file = tmp_path / "small.zip"
    say("service", "export", *HERE, "small-service", str(file))
    taken = heard("service", "install", *HERE, str(file))
    assert taken["version"] == 2 and taken["waits"].startswith("yes")


def test_what_people_would_read_in_another_language_is_published_by_command_only_when_that_is_said():
    a_municipality()
    heard("service", "install", *HERE, "moving")
    stopped = CliRunner().invoke(dygn, ["service", "publish", *HERE, "moving"])
    assert isinstance(stopped.exception, Refusal)
    assert "People here would meet it in Danish" in str(stopped.exception)
    assert "is published" in say("service", "publish", *HERE, "moving", "--all-the-same").output
    stopped = CliRunner().invoke(dygn, ["service", "install", *HERE, "--publish", "health-card"])
    assert isinstance(stopped.exception, Refusal)
    assert heard("service", "install", *HERE, "--publish", "general-enquiry")["state"] == "published"


def test_whoever_adopts_by_command_is_told_for_whom_it_is_written():
    entry = an_offer(of=a_municipality("Nordby", country="dk", language="da"))
    a_municipality()
    taken = heard("service", "catalogue", "adopt", *HERE, str(entry.pk))
    assert taken["beware"].startswith("It is made in Denmark and may follow Danish law.")
