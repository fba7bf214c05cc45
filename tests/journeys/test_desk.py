"""An officer's day in a real browser: a colleague is away, many are written to at once."""

import pytest
from django.utils import timezone

from dygn.cases.actions.break_glass import choose_case_settings
from dygn.cases.actions.note_absence import Away, note_absence
from dygn.cases.actions.note_near_person import step_aside
from dygn.cases.actions.take_case import take_case
from dygn.cases.models import Message
from dygn.cases.tests.factories import a_case
from tests.cast import a_municipality, a_person, a_resident, a_unit, an_administrator, an_officer, scope
from tests.journeys.browsing import assert_fits, axe, enter, follow, follow_by_key, picture, press


@pytest.fixture
def town(committed):
    ekeby = a_municipality(language="en")
    with scope(ekeby):
        officer, colleague = (
            an_officer(unit=a_unit(), name=name) for name in ("Olga Officer", "Borta Berg")
        )
        cases = [a_case(person=a_person(name)) for name in ("Alva Ek", "Bo Al", "Cajsa Björk")]
        for case in cases:
            take_case(case.pk, actor=colleague, now=timezone.now())
    return officer, colleague, cases


def test_many_are_written_to_by_keyboard_after_a_look_at_what_they_get(town, visit):
    officer, _colleague, cases = town
    page = enter(visit("ekeby"), officer, "/staff/cases/?tab=unit")
    for _row in cases:
        page.keyboard.press("j")
        page.keyboard.press("x")
    follow_by_key(page, "w")
    axe(page)
    page.get_by_label("Message", exact=True).fill("Hello {name}, we are on our way.")
    press(page, "See how it would go")
    axe(page)
    picture(page, "desk-many")
    assert page.get_by_text("we are on our way", exact=False).first.is_visible()
    press(page, "Send the message")
    axe(page)
    assert page.get_by_text("The message is sent to 3 persons.").count() == 1
    with scope(a_municipality()):
        assert {each.body.split(",")[0] for each in Message.objects.all()} == {
            "Hello Alva Ek", "Hello Bo Al", "Hello Cajsa Björk",
        }  # fmt: skip


def test_a_colleague_is_away_and_their_cases_are_given_on(town, visit):
    officer, colleague, _cases = town
    today = timezone.localdate()
    with scope(a_municipality()):
        note_absence(
            Away(colleague.staff_id, today, today, officer.staff_id), actor=officer, now=timezone.now()
        )
    page = enter(visit("ekeby"), officer, "/staff/")
    axe(page)
    picture(page, "desk-stands-in")
    follow(page.get_by_role("link", name="Away, and standing in"))
    axe(page)
    picture(page, "desk-away")
    page.get_by_label("Whose open cases?").select_option(label="Borta Berg")
    page.get_by_label("Who is to have them?").select_option(label="Olga Officer")
    press(page, "Give all their cases")
    assert page.get_by_text("3 cases have a new officer.").count() == 1
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)


def test_somebody_near_is_noted_and_their_case_is_closed(town, visit):
    officer, _colleague, cases = town
    page = enter(visit("ekeby"), officer, "/staff/near/")
    axe(page)
    page.get_by_label("Personal number").fill("20000101-2384")
    page.get_by_label("Who it is").fill("My sister")
    press(page, "Note it")
    axe(page)
    picture(page, "desk-near")
    with scope(a_municipality()):
        step_aside(cases[0].pk, "My neighbour", actor=officer, now=timezone.now())
    page.goto(f"/staff/cases/{cases[0].reference}/")
    assert page.get_by_text("Alva Ek").count() == 0
    axe(page)
    picture(page, "desk-too-close")


def test_a_case_is_read_in_an_emergency_and_the_person_sees_who_has_read_it(town, visit):
    _officer, _colleague, cases = town
    with scope(a_municipality()):
        outsider = an_officer(unit=a_unit("school", en="School"), name="Ulla Ute")
        resident = a_resident(cases[0].applicant)
        choose_case_settings(shows_readers=True, actor=an_administrator())
    page = enter(visit("ekeby"), outsider, "/staff/glass/")
    axe(page)
    page.get_by_label("Reference").fill(cases[0].reference)
    page.get_by_label("Why must you read it now?").fill("Somebody may be in danger tonight.")
    press(page, "Open it for eight hours")
    assert page.get_by_text("Alva Ek").count() == 1
    axe(page)
    picture(page, "desk-behind-glass")
    page.goto("/staff/glass/")
    axe(page)
    picture(page, "desk-glass")
    person = enter(visit("ekeby"), resident, f"/my/cases/{cases[0].reference}/readers/")
    assert person.get_by_text("Ulla Ute").count() == 1
    axe(person)
    picture(person, "desk-own-readers")
