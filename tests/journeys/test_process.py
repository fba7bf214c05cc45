"""A case goes through the process of its service: what the officer does, and what the person sees of it."""

import pytest

from dygn.cases.tests.permits import a_failed_step, a_permit, a_permit_case, a_permit_drawn_anew
from tests.cast import a_municipality, a_person, a_resident, a_unit, an_author, an_officer, scope
from tests.journeys.browsing import assert_fits, axe, enter, picture, press


@pytest.fixture
def town(committed):
    ekeby = a_municipality(language="en")
    with scope(ekeby):
        person = a_person("Alva Ek")
        permit = a_permit()
        cases = a_permit_case(permit, person=person), a_failed_step(permit)[0]
        return an_officer(unit=a_unit(), name="Olga Officer"), person, *cases


@pytest.mark.parametrize("scripts", [True, False])
def test_the_officer_does_what_is_to_be_done_now_and_the_person_sees_where_it_is(town, visit, scripts):
    officer, person, case, _failed = town
    desk = enter(visit("ekeby", scripts=scripts), officer, f"/staff/cases/{case.reference}/")
    doing = desk.get_by_role("region", name="What to do now")
    assert doing.get_by_role("heading", level=3).all_inner_texts() == ["Read the doctor's statement"]
    if scripts:
        axe(desk)
        picture(desk, "process-desk")
    press(desk, "Mark as done")
    assert desk.get_by_text("Choose an answer.").count() >= 1
    doing.get_by_role("radio", name="Yes", exact=True).check()
    press(desk, "Mark as done")
    assert desk.get_by_text("The step is done.").count() == 1
    with scope(a_municipality()):
        resident = a_resident(person)
    mine = enter(visit("ekeby", scripts=scripts), resident, f"/my/cases/{case.reference}/")
    assert mine.get_by_text("You are here").count() == 1
    if scripts:
        axe(mine)
        picture(mine, "process-person")


def test_what_could_not_be_done_is_said_and_mended(town, visit):
    officer, _person, _case, failed = town
    desk = enter(visit("ekeby"), officer, f"/staff/cases/{failed.reference}/")
    assert desk.get_by_text("The card register is silent.").count() == 1
    desk.get_by_text("Go on without it").click()
    axe(desk)
    picture(desk, "process-failed")
    desk.set_viewport_size({"width": 360, "height": 900})
    assert_fits(desk)
    desk.get_by_label("What you have done instead").fill("Read it on paper")
    press(desk, "Go on", exact=True)
    assert desk.get_by_text("The card register is silent.").count() == 0
    assert desk.get_by_text("Read it on paper", exact=False).count() >= 1


@pytest.mark.parametrize("scripts", [True, False])
def test_the_owner_of_the_service_hands_to_a_person_what_could_not_be_done(town, visit, scripts):
    with scope(a_municipality()):
        owner = an_author(name="Siv Owner")
    desk = enter(visit("ekeby", scripts=scripts), owner, "/staff/admin/stuck/")
    assert desk.get_by_text("The card register is silent.").count() == 1
    if scripts:
        axe(desk)
        picture(desk, "stuck")
    desk.get_by_role("checkbox").check()
    desk.get_by_label("Let a person do it").check()
    press(desk, "Do it")
    assert desk.get_by_text("Choose an officer.").count() >= 1 and desk.get_by_role("checkbox").is_checked()
    desk.get_by_label("Why, or what has been done instead").fill("The register is gone")
    desk.get_by_label("Who is to do it?").select_option(label="Olga Officer")
    press(desk, "Do it")
    assert desk.get_by_text("Nothing waits for you").count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_the_owner_looks_where_cases_would_stand_and_then_moves_them(town, visit, scripts):
    _officer, _person, case, _failed = town
    with scope(a_municipality()):
        a_permit_drawn_anew()
        owner = an_author(name="Siv Owner")
    desk = enter(visit("ekeby", scripts=scripts), owner, "/staff/admin/services/parking-permit/moving/")
    desk.get_by_role("checkbox", name=case.reference).check()
    press(desk, "See where they would stand")
    assert desk.get_by_text("Stays where it is").count() == 1
    desk.get_by_label("Which step takes the place of").select_option(label="Read the papers")
    press(desk, "See where they would stand")
    assert desk.get_by_text("Can be moved", exact=True).count() == 1
    if scripts:
        axe(desk)
        picture(desk, "moving")
    press(desk, "Move those that can be moved")
    assert desk.get_by_text("1 case is moved.").count() == 1
    assert desk.get_by_role("checkbox").count() == 1
