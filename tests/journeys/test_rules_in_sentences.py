"""Every rule of a service is built from sentences by someone who has never programmed, with a mouse or without."""

import pytest

from dygn.services.actions.change_settings import change_settings
from dygn.services.actions.install_package import install_package
from dygn.services.actions.waive_protocol import waive_protocol
from dygn.services.models import Service, WorkingCopy
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.tests.factories import NOON, PACKAGES, a_service
from tests.cast import a_municipality, a_unit, an_administrator, an_author, scope
from tests.journeys.browsing import appears, axe, enter, follow, follow_by_key, picture, press, tab_to

SERVICE = "/staff/admin/services/parking-permit/"
UNTIL = SERVICE + "edit/questions/old_until/"


@pytest.fixture
def author(committed):
    a_service(PACKAGES / "parking-permit", of=a_municipality("Ekeby", language="en"))
    a_unit("street", en="Street", sv="Gatan")
    return an_author(name="Olle Owner")


def begun(visit, author, *, scripts=True, path=UNTIL):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), author, SERVICE + "edit/")
    press(page, "Begin to edit")
    page.goto(path)
    return page


def kept(question_id):
    with scope(a_municipality("Ekeby")):
        data = WorkingCopy.objects.get().data
    return next(each for page in data["pages"] for each in page["questions"] if each["id"] == question_id)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_limit_and_a_warning_are_built_without_programming(visit, author, scripts):
    page = begun(visit, author, scripts=scripts)
    page.get_by_text("Limits across answers, and warnings").click()
    page.get_by_label("Yes, what is said below has to hold").check()
    page.locator("#id_hold-relation-0").select_option("after_day")
    page.locator("#id_hold-other-0").select_option("today")
    for language in ("sv", "da", "nb", "en"):
        page.locator(f"#id_e-must_hold-{language}").fill("It has run out already.")
    if scripts:
        axe(page)
        picture(page, "rules-limit")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved"))
    assert kept("old_until")["must_hold"] == "old_until > today"
    page.goto(SERVICE + "edit/")
    assert appears(page.get_by_text("It has to be so that").first)


def test_a_question_that_is_chosen_brings_its_own_fields_and_keeps_the_place(visit, author):
    page = begun(visit, author)
    page.get_by_label("Yes, but only when other answers say so").check()
    with page.expect_navigation():
        page.locator("#id_required-question-0").select_option("can_walk")
    assert page.url.endswith("#required-condition")
    page.locator("#id_required-value-0").select_option("false")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved"))
    assert kept("old_until")["required"] == "can_walk == false"


def test_a_rule_is_built_by_keyboard_alone(visit, author):
    page = begun(visit, author, scripts=False)
    tab_to(page, "Yes, whenever it is shown", limit=120)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "How many of the sentences")
    tab_to(page, "Choose a question")
    page.keyboard.type("Can the person walk")
    tab_to(page, "Go on with the sentence")
    follow_by_key(page)
    tab_to(page, "Yes No Answer", limit=120)
    page.keyboard.press("ArrowDown")
    tab_to(page, "Remove the question", limit=120)
    page.keyboard.press("Shift+Tab")
    follow_by_key(page)
    assert appears(page.get_by_text("is saved"))
    assert kept("old_until")["required"] == "can_walk == false"


def test_who_gets_new_cases_is_said_in_sentences(visit, author):
    page = enter(visit("ekeby", "/healthz"), author, SERVICE + "settings/")
    page.get_by_label("Those for which what is said below holds").check()
    with page.expect_navigation():
        page.locator("#id_rule1-question-0").select_option("for_whom")
    page.locator("#id_rule1-value-0").select_option("child")
    page.get_by_label("Rule 1: the case goes to").select_option("street")
    press(page, "Save", exact=True)
    assert appears(page.get_by_text("If the answer to “Who are you applying for?” is"))
    axe(page)
    picture(page, "rules-receivers")
    with scope(a_municipality("Ekeby")):
        assert Service.objects.get().settings["rules"] == [{"when": "for_whom == 'child'", "unit": "street"}]


def test_publishing_asks_what_becomes_of_a_rule_that_loses_its_question(visit, author):
    with scope(a_municipality("Ekeby")):
        service = Service.objects.get()
        rules = [{"when": "can_walk == false", "unit": "street"}]
        change_settings(service.pk, {"rules": rules}, actor=an_administrator())
        waive_protocol(service.pk, reason="Small.", actor=an_administrator(), now=NOON)
        texts = open_package(PACKAGES / "parking-permit").texts
        renamed = {name: text.replace("can_walk", "walks_alone") for name, text in texts.items()}
        install_package(PackageFiles(renamed), actor=an_administrator(), now=NOON)
    page = enter(visit("ekeby", "/healthz"), author, SERVICE)
    press(page, "Publish version 2")
    assert appears(page.get_by_text("These rules ask what the version does not ask any more"))
    axe(page)
    picture(page, "rules-lost")
    press(page, "Change the rules and publish")
    with scope(a_municipality("Ekeby")):
        assert Service.objects.get().settings["rules"][0]["when"] == "walks_alone == false"


def test_days_ahead_are_counted_with_only_the_fields_that_they_take(visit, author):
    page = begun(visit, author)
    page.get_by_text("Limits across answers, and warnings").click()
    page.get_by_label("Yes, what is said below has to hold").check()
    page.locator("#id_hold-relation-0").select_option("ahead_at_most")
    assert appears(page.locator("#id_hold-count-0")) and page.locator("#id_hold-value-0").is_hidden()
    page.locator("#id_hold-count-0").fill("30")
    for language in ("sv", "da", "nb", "en"):
        page.locator(f"#id_e-must_hold-{language}").fill("It runs out too late.")
    axe(page)
    picture(page, "rules-days-ahead")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved"))
    assert kept("old_until")["must_hold"] == "days_between(today, old_until) <= 30"
