"""What is written for people elsewhere is told before it is taken in, and published when somebody says so."""

import re
from datetime import timedelta

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import Refusal
from dygn.services.actions.adopt_entry import adopt_entry
from dygn.services.actions.install_package import install_package
from dygn.services.actions.offer_service import OfferFacts, offer_service
from dygn.services.actions.plan_publication import plan_publication
from dygn.services.actions.publish_planned import publish_planned
from dygn.services.actions.publish_version import publish_version
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.written_for import written_elsewhere
from dygn.services.tests.factories import NOON, PACKAGES, a_package, a_service, an_accepted
from tests.cast import a_colleague, a_municipality, a_staff_member, an_author, scope

pytestmark = pytest.mark.django_db
IN_DANISH = "People here would meet it in Danish, as it has no texts in Swedish."


def an_accepted_version(source, *, of=None):
    municipality = of or a_municipality()
    with scope(municipality):
        return an_accepted(install_package(source, actor=an_author(of=municipality), now=NOON))


def published(version, *, of=None, **said):
    with scope(of):
        return publish_version(version.pk, actor=an_author(of=of), now=NOON, **said)


@pytest.mark.parametrize(
    ("languages", "spoken", "met_in"),
    [
        (("da", "en"), "sv", "da"),
        (("en",), "sv", "en"),
        (("sv", "en"), "da", "sv"),
        (("nb",), "nn", ""),
        (("nn",), "nb", "nn"),
        (("sv", "da"), "sv", ""),
    ],
)
def test_the_language_that_people_would_meet_is_the_nearest_to_their_own(languages, spoken, met_in):
    found = written_elsewhere(languages, spoken=spoken)
    assert (found.met_in if found else "") == met_in


def test_a_swede_does_not_publish_the_danish_report_of_moving_unawares():
    version = an_accepted_version(PACKAGES / "moving")
    with pytest.raises(Refusal) as refusal:
        published(version)
    assert refusal.value.code == "written_elsewhere"
    assert str(refusal.value.message).startswith(IN_DANISH)
    assert "take one that is written for your country" in str(refusal.value.message)


def test_it_is_published_all_the_same_by_whoever_says_so_and_that_is_noted():
    published(an_accepted_version(PACKAGES / "moving"), all_the_same=True)
    with scope():
        assert AuditEntry.objects.get(action="service.published").detail["all_the_same"] is True


def test_a_dane_is_asked_nothing_about_the_danish_one():
    here = a_municipality("Nordkommune", country="dk", language="da")
    version = an_accepted_version(PACKAGES / "moving", of=here)
    assert published(version, of=here).published_version_id == version.pk


def test_a_dane_is_asked_about_a_swedish_one():
    here = a_municipality("Nordkommune", country="dk", language="da")
    version = an_accepted_version(a_package(), of=here)
    with pytest.raises(Refusal, match="People here would meet it in Swedish, as it has no texts in Danish"):
        published(version, of=here)


def test_what_has_been_said_yes_to_once_is_not_asked_at_the_next_version():
    here = a_municipality("Nordkommune", country="dk", language="da")
    published(an_accepted_version(a_package(), of=here), of=here, all_the_same=True)
    newer = an_accepted_version(a_package(summary="{sv: Ny., en: New.}"), of=here)
    assert published(newer, of=here).published_version_id == newer.pk


def test_a_version_that_loses_the_own_language_is_asked_about_though_the_service_is_used():
    a_service()
    in_danish = {
        re.sub(r"\bsv\b", "da", name): re.sub(r"\bsv\b", "da", text)
        for name, text in a_package().texts.items()
    }
    version = an_accepted_version(PackageFiles(in_danish))
    with pytest.raises(Refusal, match="meet it in Danish"):
        published(version)


def test_a_plan_asks_when_it_is_made_and_not_when_it_is_carried_out():
    version = an_accepted_version(PACKAGES / "moving")
    later = NOON + timedelta(days=1)
    with scope():
        planner = a_colleague(a_staff_member("service_owner"))
        with pytest.raises(Refusal) as refusal:
            plan_publication(version.pk, later, actor=planner, now=NOON)
        assert (refusal.value.code, refusal.value.field) == ("written_elsewhere", "all_the_same")
        plan_publication(version.pk, later, actor=planner, now=NOON, all_the_same=True)
        assert publish_planned(address_of=lambda service: "/", now=later) == 1
        version.service.refresh_from_db()
        assert version.service.published_version_id == version.pk


def test_what_comes_from_another_country_is_told_though_its_language_is_ours():
    neighbour = a_municipality("Nordkommune", country="dk", language="da")
    service = a_service(of=neighbour)
    with scope(neighbour):
        facts = OfferFacts(why="Short and clear", contact="The street unit", tags=())
        entry = offer_service(service.pk, facts, actor=an_author(of=neighbour), now=NOON)
    with scope():
        version = an_accepted(adopt_entry(entry.pk, actor=an_author(), now=NOON))
    with pytest.raises(Refusal, match="It is made in Denmark and may follow Danish law"):
        published(version)
    assert published(version, all_the_same=True).takes_applications
