"""Protocols, specifications and what goes without them, by command."""

import pytest

from dygn.base.errors import Refusal
from dygn.config.tests.test_command_line import heard, say
from dygn.identity.actor import Actor
from dygn.municipalities.models import Connection
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import Publication, Version
from dygn.services.tests.factories import NOON, PACKAGES, a_service, an_accepted
from tests.cast import an_administrator, scope

pytestmark = pytest.mark.django_db
HERE = ("--municipality", "ekeby")


@pytest.fixture
def service():
    return a_service()


@pytest.fixture
def version(service):
    with scope():
        return Version.objects.select_related("service").get(service=service)


def test_a_protocol_is_written_and_tells_what_is_missing(service, tmp_path):
    file = tmp_path / "protocol.pdf"
    answer = say("service", "protocol", *HERE, service.key, 1, "--into", file, "--language", "en")
    assert answer.exit_code == 1 and "approved: False" in answer.output
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_protocol_that_is_approved_ends_with_nothing_missing(version, tmp_path):
    with scope():
        an_accepted(version)
    facts = heard("service", "protocol", *HERE, "small-service", 1, "--into", tmp_path / "p.pdf")
    assert (facts["approved"], facts["missing"], facts["content"]) == (True, [], version.content_hash)


def test_a_specification_is_written_as_pdf_and_told_as_data(service, tmp_path):
    file = tmp_path / "specification.pdf"
    answer = say("service", "specification", *HERE, service.key, 1, "--into", file)
    assert answer.exit_code == 0 and file.read_bytes().startswith(b"%PDF-")
    told = heard("service", "specification", *HERE, service.key, 1, "--language", "en")
    assert told["title"] == "Small service" and told["parts"][0]["title"] == "Purpose"


def test_a_service_goes_without_a_protocol_and_with_one_again(service, version):
    assert heard("service", "protocol-need", *HERE, service.key)["needs protocol"] is True
    facts = heard("service", "protocol-need", *HERE, service.key, "--without", "A pilot.")
    assert facts == {"service": service.key, "needs protocol": False, "why not": "A pilot."}
    with scope():
        publish_version(version.pk, actor=an_administrator(), now=NOON)
        assert Publication.objects.last().reason == "A pilot."
    assert heard("service", "protocol-need", *HERE, service.key, "--demand")["needs protocol"] is True


def test_the_list_says_what_was_published_without(service):
    assert heard("service", "list", *HERE)[0]["protocol"] == "published without"


@pytest.mark.parametrize("verb", ["protocol", "specification"])
def test_what_is_not_there_is_refused(service, verb):
    for words in (("no-such", 1), (service.key, 9)):
        with pytest.raises(Refusal, match="unknown_"):
            say("service", verb, *HERE, *words)


def test_publishing_by_command_says_what_is_not_connected():
    with scope() as municipality:
        Connection.objects.create(port="signer", adapter="none")
        version = install_package(PACKAGES / "day-care", actor=Actor.system(municipality.pk), now=NOON)
    with pytest.raises(Refusal, match="no signing service is connected"):
        say("service", "publish", *HERE, version.service.key)
