"""A case from sending to decision in a real browser: the resident, the officer, and the code without log-in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.make_decision_letter import make_decision_letter
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_message import write_message, write_to_officer
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case, Decision
from dygn.cases.tests.factories import a_case, fresh
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, a_person, a_resident, a_unit, an_officer, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, follow_by_key, picture, tab_to
from tests.journeys.filling import apply_for_a_permit

NUMBER = "19900102-2384"


@pytest.fixture(autouse=True)
def ekeby(committed, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    return a_municipality("Ekeby", language="en")


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(of=ekeby), name="Olga Officer")


def a_case_with_everything(officer, person):
    """A case in the middle of its life: messages both ways, a note, a request, a decision of last year."""
    now = timezone.now()
    with scope():
        case = a_case(person=person, at=now - timedelta(days=9), unit=a_unit())
        take_case(case.pk, actor=officer, now=now - timedelta(days=8))
        write_message(case.pk, "Hello Alva. I have begun.", actor=officer, now=now - timedelta(days=7))
        write_to_officer(
            case.pk, "Thank you. How long?", actor=a_resident(person), now=now - timedelta(days=6)
        )
        write_note(case.pk, "She called today, too.", actor=officer, now=now - timedelta(days=6))
        request_more(
            case.pk, ["Since when?", "Who is your doctor?"], text="Then I can decide.",
            answer_by=timezone.localdate() + timedelta(days=5), actor=officer, now=now - timedelta(days=5),
        )  # fmt: skip
    return case


def test_a_resident_applies_an_officer_decides_and_the_letter_is_on_my_page(visit, ekeby, photo):
    a_service(PACKAGES / "parking-permit", of=ekeby)
    person = a_person(
        "Alva Ek", number=NUMBER, email="alva@example.org", phone="070-174 06 05",
        street="Storgatan 1", postal_code="12345", town="Ekeby",
    )  # fmt: skip
    page = enter(visit("ekeby", "/nothing/"), a_resident(person), "/my/")
    apply_for_a_permit(page, photo)
    with scope(ekeby):
        case = Case.objects.select_related("unit").get()

    desk = enter(visit("ekeby", "/nothing/"), an_officer(unit=case.unit, name="Olga Officer"), "/staff/")
    follow(desk.get_by_role("link", name=case.reference).first)
    assert appears(desk.get_by_text("lamp.png").first)
    follow(desk.get_by_role("button", name="Take the case"))
    assert appears(desk.get_by_text("The case is yours."))
    desk.locator("#act-decide summary").click()
    desk.get_by_label("Granted", exact=True).check()
    desk.locator("#decide-reason").fill("You cannot walk far on your own.")
    follow(desk.get_by_role("button", name="Read the letter first"))
    assert appears(desk.get_by_text("The letter as it will be sent")) and fresh(case).state == "in_hand"
    follow(desk.get_by_role("button", name="Decide and send the letter"))
    assert appears(desk.get_by_text("The case is decided"))
    with scope(ekeby):  # as the worker does
        make_decision_letter(Decision.objects.get().pk, now=timezone.now())

    page.goto("/my/")
    follow(page.locator(f"a[href*='/my/cases/{case.reference}/']").first)
    assert appears(page.get_by_text("you get what you applied for").first)
    with page.expect_download() as letter:
        page.get_by_role("link", name="Read the whole decision (PDF)").click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_what_is_asked_is_answered_on_the_page(visit, officer, scripts, width):
    person = a_person("Alva Ek", number=NUMBER)
    case = a_case_with_everything(officer, person)
    page = enter(
        visit("ekeby", "/nothing/", scripts=scripts, width=width),
        a_resident(person),
        f"/my/cases/{case.reference}/",
    )
    assert_fits(page)
    page.get_by_label("Since when?").fill("Since May")
    page.get_by_label("Who is your doctor?").fill("Doctor Berg")
    follow(page.get_by_role("button", name="Send the answer"))
    assert appears(page.get_by_text("Thank you. We have your answer and go on."))
    assert fresh(case).state == "in_hand"


def test_the_person_s_pages_are_accessible_and_good_to_look_at(visit, officer):
    person = a_person("Alva Ek", number=NUMBER)
    case = a_case_with_everything(officer, person)
    page = enter(visit("ekeby", "/nothing/"), a_resident(person), f"/my/cases/{case.reference}/")
    axe(page)
    picture(page, "case-person")
    follow(page.get_by_role("button", name="Send the answer"))
    page.locator("#error-summary").wait_for()
    assert page.title().startswith("Error:")
    axe(page)
    picture(page, "case-person-error")
    page.goto(f"/my/cases/{case.reference}/withdraw/")
    axe(page)
    with scope():
        decision = decide_case(case.pk, "refused", "You can walk far.", actor=officer, now=timezone.now())
        make_decision_letter(decision.pk, now=timezone.now())
    page.goto(f"/my/cases/{case.reference}/")
    axe(page)
    picture(page, "case-person-decided")


def test_the_code_opens_the_case_without_log_in(visit, ekeby):
    with scope():
        case = a_case(anonymous=True, unit=a_unit())
    page = visit("ekeby", f"/case/{case.reference}/")
    axe(page)
    picture(page, "case-door")
    page.get_by_label("Code", exact=True).fill("AAAAA-AAAAA")
    follow(page.get_by_role("button", name="Show the case"))
    assert appears(page.get_by_text("do not belong together").first)
    page.get_by_label("Code", exact=True).fill(case.code)
    follow(page.get_by_role("button", name="Show the case"))
    assert appears(page.get_by_text("We have received it").first)
    axe(page)


def test_the_desk_is_accessible_and_good_to_look_at(visit, officer):
    person = a_person("Alva Ek", number=NUMBER)
    case = a_case_with_everything(officer, person)
    with scope():
        for number in range(8):
            other = a_case(person=a_person(f"Person {number} Ek"), unit=a_unit())
            Case.objects.filter(pk=other.pk).update(due_on=timezone.localdate() + timedelta(days=number - 3))
            if number % 3 == 0:
                take_case(other.pk, actor=officer, now=timezone.now())
    page = enter(visit("ekeby", "/nothing/"), officer, "/staff/")
    for path, name in (
        ("/staff/", "desk-work"),
        ("/staff/cases/?tab=unit", "desk-list"),
        (f"/staff/cases/?tab=unit&beside={case.reference}", "desk-beside"),
        ("/staff/cases/?tab=finished", "desk-empty"),
        (f"/staff/cases/{case.reference}/?list=tab%3Dunit", "desk-case"),
        (f"/staff/cases/{case.reference}/?do=decide", "desk-decide"),
    ):
        page.goto(path)
        axe(page)
        picture(page, name)


def test_the_officer_works_by_keyboard(visit, officer):
    with scope():
        first, second = (a_case(unit=a_unit()) for _ in range(2))
        Case.objects.filter(pk=first.pk).update(due_on=timezone.localdate())
    page = enter(visit("ekeby", "/nothing/"), officer, "/staff/cases/?tab=unit&order=due")
    page.keyboard.press("j")
    follow_by_key(page, "o")
    page.wait_for_url(f"**/{first.reference}/**")
    follow_by_key(page, "]")
    page.wait_for_url(f"**/{second.reference}/**")
    follow_by_key(page, "t")
    page.get_by_text("The case is yours.").wait_for()
    page.keyboard.press("n")
    page.locator("#note-text").fill("By keyboard")
    page.locator("#note-text").focus()
    tab_to(page, "Keep the note", limit=6)
    follow_by_key(page)
    page.get_by_text("The note is kept.").wait_for()
    assert fresh(second).assignee_id == officer.staff_id


def test_the_second_officer_is_told_and_nothing_is_lost(visit, officer):
    with scope():
        case = a_case(unit=a_unit())
    page = enter(
        visit("ekeby", "/nothing/", scripts=False), officer, f"/staff/cases/{case.reference}/?do=decide"
    )
    page.get_by_label("Refused").check()
    page.locator("#decide-reason").fill("My long and careful reason.")
    with scope():
        write_message(case.pk, "I was first", actor=an_officer(name="First Officer"), now=timezone.now())
    follow(page.get_by_role("button", name="Decide and send the letter"))
    assert appears(page.get_by_text("Somebody was first"))
    assert appears(page.get_by_text("First Officer").first)
    assert page.locator("#decide-reason").input_value() == "My long and careful reason."
    follow(page.get_by_role("button", name="Decide and send the letter"))
    assert appears(page.get_by_text("The case is decided")) and fresh(case).outcome == "refused"
