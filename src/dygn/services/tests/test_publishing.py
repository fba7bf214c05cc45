"""Packages become versions, versions are published, services rest and go."""

import html
from datetime import timedelta

import pytest

from dygn.base.errors import NotForYou, Refusal
from dygn.base.kept import Kept
from dygn.forms.rules.definition import FormDefinition, Option, Page, Question
from dygn.identity.actor import Actor
from dygn.services import queries
from dygn.services.actions.change_settings import change_settings
from dygn.services.actions.change_state import change_state
from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.waive_protocol import waive_protocol
from dygn.services.models import Draft, Service, Version
from dygn.services.queries import definition_of, forget_catalogues, open_drafts_of, service_at
from dygn.services.rules.lost_receivers import lost_rules, mended_rules
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.settings import Rule
from dygn.services.tests.factories import NOON, Visitor, a_package, a_service
from tests.cast import (
    a_browser,
    a_municipality,
    a_resident,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db


def system():
    return Actor.system(a_municipality().pk)


def test_an_installed_package_is_seen_by_nobody_until_it_is_published():
    with scope():
        version = install_package(a_package(), actor=system(), now=NOON)
        assert service_at("liten-tjanst") is None
        publish_version(version.pk, actor=system(), now=NOON)
        assert service_at("liten-tjanst").published_version_id == version.pk
        assert service_at("small-service").pk == version.service_id


def test_the_same_content_is_the_same_version():
    with scope():
        first, second = (install_package(a_package(), actor=system(), now=NOON) for _ in range(2))
        other = install_package(a_package(summary="{sv: Ny., en: New.}"), actor=system(), now=NOON)
        assert first.pk == second.pk and (first.number, other.number) == (1, 2)


def test_however_many_versions_are_asked_for_no_more_than_so_many_are_kept_in_memory(monkeypatch):
    monkeypatch.setattr(queries, "_definitions", Kept(3))
    versions = [a_service(key=f"number-{number}").published_version_id for number in range(5)]
    with scope():
        for _ in range(2):
            keys = [definition_of(version).key for version in versions]
            assert keys == [f"number-{number}" for number in range(5)]
            assert len(queries._definitions) == 3


def test_two_services_that_want_the_same_address_get_one_each():
    first, second = a_service(), a_service(key="another")
    assert (first.slug, second.slug) == ("liten-tjanst", "liten-tjanst-2")


def test_a_version_never_changes():
    a_service()
    with scope():
        version = Version.objects.get()
        version.number = 7
        with pytest.raises(Refusal):
            version.save()


@pytest.mark.parametrize("who", [an_officer, a_resident])
def test_not_everybody_publishes(who):
    with scope(), pytest.raises(NotForYou):
        install_package(a_package(), actor=who(), now=NOON)


def test_a_draft_stays_on_the_version_it_began_with(taken):
    service = a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva")
    a_service(title="{sv: Nytt namn, en: New name}")
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    visitor.send()
    with scope():
        assert taken[0].version_id == Version.objects.get(service=service, number=1).pk


def test_a_paused_service_says_so_and_keeps_what_was_written(taken):
    service = a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    check = visitor.see("check/")
    with scope():
        message = {"sv": "Stängt för semester."}
        change_state(service.pk, "paused", actor=an_administrator(), message=message)
    for path in ("", "about-you/", "check/"):
        page = visitor.see(path)
        assert page.status_code == 503 and "Stängt för semester." in page.content.decode()
    assert visitor.send(check).status_code == 503 and taken == []
    with scope():
        change_state(service.pk, "published", actor=an_administrator())
    assert visitor.send().status_code == 303


def test_a_withdrawn_service_is_gone(taken):
    service = a_service()
    with scope():
        change_state(service.pk, "withdrawn", actor=an_administrator())
    assert Visitor(a_browser()).see().status_code == 410


def test_a_service_without_a_version_is_not_opened():
    with scope():
        install_package(a_package(), actor=system(), now=NOON)
        with pytest.raises(Refusal):
            change_state(Service.objects.get().pk, "published", actor=system())


def test_drafts_are_kept_from_their_latest_activity(taken):
    a_service()
    Visitor(a_browser()).fill_in("about-you", name="Alva")
    with scope():
        draft = Draft.objects.get()
        assert expire_drafts(now=draft.changed_at + timedelta(days=59)) == 0
        assert expire_drafts(now=draft.changed_at + timedelta(days=61)) == 1


def test_a_person_s_list_shows_what_is_begun_and_not_what_is_sent(taken):
    a_service()
    resident = a_resident()
    visitor = Visitor(a_browser(resident))
    visitor.fill_in("about-you", name="Alva")
    with scope():
        assert [draft.title for draft in open_drafts_of(resident)] == ["Small service"]
        assert open_drafts_of(a_resident()) == []
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    visitor.send()
    with scope():
        assert open_drafts_of(resident) == []


STOP = """\
  - id: not-for-you
    title: {sv: Du kan inte ansöka här, en: You cannot apply here}
    shown_if: has_dog
    stops: true
    questions:
      - {id: why_not, kind: information, text: {sv: Ring oss., en: Call us.}}
"""


def test_whoever_cannot_apply_is_told_on_a_page_of_its_own(taken):
    from dygn.services.tests.factories import SMALL

    a_service(a_package(SMALL.replace("  - id: vaccination\n", STOP + "  - id: vaccination\n")))
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva")
    visitor.fill_in("your-dog", has_dog="yes")
    answer = visitor.fill_in("your-dog", has_dog="yes", dog_name="Bo")
    page = visitor.browser.get(answer["Location"]).content.decode()
    assert (
        "Du kan inte ansöka här" in page
        and "error-summary" not in page
        and "<form" not in page.split("<main")[1]
    )
    assert visitor.see("check/")["Location"].endswith("/not-for-you/?from=check")
    forget_catalogues()


def with_a_receiver(when="has_dog == true"):
    """A published service with a rule, and a newer version in which the question has another id."""
    service = a_service()
    a_unit("street", sv="Gatan", en="Street")
    with scope():
        change_settings(service.pk, {"rules": [{"when": when, "unit": "street"}]}, actor=an_administrator())
        texts = {
            name: text.replace("has_dog", "owns_dog") if name == "service.yaml" else text
            for name, text in a_package().texts.items()
        }
        newer = install_package(PackageFiles(texts), actor=system(), now=NOON)
    return service, newer


def test_a_version_that_does_not_ask_what_a_rule_on_receivers_asks_is_not_published_unheard():
    service, newer = with_a_receiver()
    with scope():
        with pytest.raises(Refusal) as refused:
            publish_version(newer.pk, actor=system(), now=NOON)
        assert refused.value.code == "lost_receivers" and "1" in str(refused.value.message)
        assert Service.objects.get(pk=service.pk).published_version_id != newer.pk


@pytest.mark.parametrize(
    ("mends", "rules"),
    [
        ({"has_dog": "owns_dog"}, [{"when": "owns_dog == true", "unit": "street"}]),
        ({"has_dog": ""}, None),
        ({}, None),
    ],
)
def test_the_mend_puts_another_question_in_its_place_or_takes_the_rule_away(mends, rules):
    service, newer = with_a_receiver()
    with scope():
        publish_version(newer.pk, actor=system(), now=NOON, mends=mends)
        found = Service.objects.get(pk=service.pk)
        assert found.published_version_id == newer.pk and found.settings.get("rules") == rules


def test_a_mend_that_asks_for_nothing_there_is_refused():
    _service, newer = with_a_receiver()
    with scope(), pytest.raises(Refusal) as refused:
        publish_version(newer.pk, actor=system(), now=NOON, mends={"has_dog": "name' || '"})
    assert refused.value.code == "unfit_rule"


def test_an_answer_to_choose_that_is_gone_loses_the_rule_and_its_name_in_a_text_stays():
    colours = (Option("red", {}), Option("blue", {}))
    before = FormDefinition((Page("p", {}, (Question("red", "one_of", options=colours),)),))
    after = FormDefinition(
        (
            Page(
                "p",
                {},
                (
                    Question("red", "one_of", options=colours[1:]),
                    Question("hue", "one_of", options=colours),
                ),
            ),
        )
    )
    rules = [Rule("red == 'red'", "a"), Rule("red == 'blue'", "b")]
    (lost,) = lost_rules(rules, before, after)
    assert lost.number == 1 and [each.id for each in lost.questions] == ["red"]
    assert mended_rules(rules, [lost], {"red": "hue"}) == [Rule("hue == 'red'", "a"), rules[1]]


def test_whoever_publishes_is_led_to_the_mend_and_chooses_it_there():
    service, newer = with_a_receiver()
    page = "/en/staff/admin/services/small-service/"
    with scope():
        waive_protocol(service.pk, reason="Small.", actor=an_administrator(), now=NOON)
    browser = a_browser(an_author())
    led = browser.post(page, {"publish": newer.pk})
    assert led.url.endswith(f"?receivers={newer.number}#receivers")
    words = html.unescape(browser.get(led.url.split("#")[0]).content.decode())
    assert "the answer to “Do you have a dog?” is “Yes”, the case goes to Street" in words
    assert '<option value="owns_dog" selected>' in words
    done = browser.post(page, {"publish": newer.pk, "mends": "1", "mend-has_dog": "owns_dog"})
    assert done.status_code == 302
    with scope():
        assert Service.objects.get().settings["rules"][0]["when"] == "owns_dog == true"
    assert "receivers-title" not in browser.get(f"{page}?receivers=x").content.decode()
