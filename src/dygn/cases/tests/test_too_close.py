"""Nobody handles a case of their own, of kin, or of somebody near."""

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import TooClose, may_see_case, may_see_casework
from dygn.cases.actions.assign_case import assign_case
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.note_near_person import note_near_person, remove_near_person, step_aside
from dygn.cases.actions.read_case import read_case
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_message import write_message
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Mention, NearPerson
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, a_sent_draft, fresh, submit
from dygn.identity.models import StaffMember
from dygn.identity.rules.personal_numbers import parse_personal_number
from tests.cast import (
    a_browser,
    a_municipality,
    a_person,
    a_resident,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
NOW = timezone.now()
NUMBER = "20000101-2384"
LIST = "/en/staff/cases/"
PAGE = "/en/staff/near/"


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


@pytest.fixture
def of_kin(ekeby):
    return a_case(person=a_person("Syster Ek", number=NUMBER))


def note(officer, number=NUMBER):
    return note_near_person(parse_personal_number(number, ("se",)), "Stina, twin", actor=officer, now=NOW)


@pytest.mark.parametrize("act", [
    lambda case, actor: read_case(case.reference, actor=actor, now=NOW),
    lambda case, actor: write_message(case.pk, "Hej", actor=actor, now=NOW),
    lambda case, actor: write_note(case.pk, "Hej", actor=actor, now=NOW),
    lambda case, actor: decide_case(case.pk, "granted", "Ja", actor=actor, now=NOW),
])  # fmt: skip
def test_nothing_is_done_with_a_case_of_kin(officer, of_kin, act):
    note(officer)
    with pytest.raises(TooClose):
        act(of_kin, officer)


def test_a_case_of_kin_is_neither_taken_nor_given_nor_dealt_by_a_rule(officer, of_kin):
    note(officer)
    for actor in (officer, an_officer()):
        with pytest.raises(Refusal, match="somebody near"):
            assign_case(of_kin.pk, officer.staff_id, actor=actor, now=NOW)
    with pytest.raises(Refusal, match="somebody near"):
        take_case(of_kin.pk, actor=officer, now=NOW)
    receipt = submit(a_sent_draft(person=of_kin.applicant, officer_id=officer.staff_id, unit=a_unit(), at=NOW))
    assert not may_see_case(officer, str(receipt.case_id))


def test_a_case_that_comes_in_later_is_closed_too(officer):
    note(officer)
    later = a_case(person=a_person("Syster Ek", number=NUMBER))
    with pytest.raises(TooClose):
        read_case(later.reference, actor=officer, now=NOW)


def test_a_case_of_one_s_own_is_known_by_the_e_mail_address(officer):
    email = StaffMember.objects.get(pk=officer.staff_id).email
    own = a_case(person=a_person("Olga Officer", email=email.upper()))
    with pytest.raises(TooClose):
        read_case(own.reference, actor=officer, now=NOW)


def test_files_and_casework_of_kin_are_closed(officer, of_kin):
    assert may_see_case(officer, str(of_kin.pk)) and may_see_casework(officer, str(of_kin.pk))
    note(officer)
    assert not may_see_case(officer, str(of_kin.pk)) and not may_see_casework(officer, str(of_kin.pk))


def test_nobody_calls_somebody_near_to_a_note(officer, of_kin):
    note(officer)
    write_note(of_kin.pk, "Help", mentions=[officer.staff_id], actor=an_officer(), now=NOW)
    assert not Mention.objects.exists()


def test_the_list_does_not_name_kin_and_the_case_can_be_given_to_a_colleague(officer, of_kin):
    note(officer)
    desk, colleague = a_browser(officer), an_officer(unit=a_unit())
    text = desk.get(LIST, {"tab": "unit"}).text
    assert "Syster Ek" not in text and "Somebody near to you" in text
    assert "Syster" not in b"".join(desk.get(LIST + "export.csv", {"tab": "unit"}).streaming_content).decode()
    beside = desk.get(LIST, {"tab": "unit", "beside": of_kin.reference}).text
    assert "Syster" not in beside and "Nobody handles a case of their own" in beside
    page = desk.get(f"{LIST}{of_kin.reference}/")
    assert page.status_code == 403 and "Too close to you" in page.text and "Syster" not in page.text
    data = {"officer": colleague.staff_id, "revision": of_kin.revision}
    assert desk.post(f"{LIST}{of_kin.reference}/assign/", data).status_code == 302
    assert fresh(of_kin).assignee_id == colleague.staff_id


def test_an_officer_steps_aside_and_the_case_is_let_go(officer, of_kin):
    take_case(of_kin.pk, actor=officer, now=NOW)
    other = a_case(person=of_kin.applicant)
    data = {"why": "my neighbour", "revision": fresh(of_kin).revision}
    answer = a_browser(officer).post(f"{LIST}{of_kin.reference}/step-aside/", data, follow=True)
    assert "You no longer handle this case" in answer.text
    assert fresh(of_kin).assignee is None
    for case in (of_kin, other):
        with pytest.raises(TooClose):
            read_case(case.reference, actor=officer, now=NOW)
    assert AuditEntry.objects.filter(action="case.stepped_aside", subject=of_kin.subject).exists()


def test_one_steps_aside_from_a_case_without_log_in(officer):
    case, other = a_case(anonymous=True), a_case(anonymous=True)
    step_aside(case.pk, "my neighbour", actor=officer, now=NOW)
    with pytest.raises(TooClose):
        read_case(case.reference, actor=officer, now=NOW)
    assert read_case(other.reference, actor=officer, now=NOW).case == other


def test_the_number_is_kept_so_that_nobody_can_read_it(officer):
    near = note(officer)
    values = str(NearPerson.objects.filter(pk=near.pk).values())
    assert "2384" not in values and "20000101" not in values
    assert "Stina" not in str(list(AuditEntry.objects.values("action", "subject", "detail")))


def test_colleagues_handle_the_case_as_ever(officer, of_kin):
    note(officer)
    assert read_case(of_kin.reference, actor=an_officer(), now=NOW).case == of_kin


# ---- the page -----------------------------------------------------------------------------------


def test_somebody_is_noted_and_removed_on_the_page(officer, of_kin):
    desk = a_browser(officer)
    assert "Nobody is noted" in desk.get(PAGE).text
    answer = desk.post(PAGE, {"number": NUMBER, "label": "Stina, twin"}, follow=True)
    assert "It is noted" in answer.text and "Stina, twin" in answer.text and "2384" not in answer.text
    assert desk.post(f"{PAGE}{NearPerson.objects.get().pk}/remove/").status_code == 302
    assert read_case(of_kin.reference, actor=officer, now=NOW).case == of_kin
    assert AuditEntry.objects.filter(action="desk.near_removed").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"number": ""}, "Enter the personal number"),
        ({"number": "20000101-2385"}, "Error:"),
        ({"number": "abc"}, "Error:"),
        ({"label": " "}, "Write who it is"),
        ({"label": "x" * 81}, "80"),
    ],
)
def test_bad_input_is_told_and_nothing_is_noted(officer, data, words):
    answer = a_browser(officer).post(PAGE, {"number": NUMBER, "label": "Stina, twin", **data})
    assert answer.status_code == 422 and words in answer.text and not NearPerson.objects.exists()


def test_the_same_person_is_noted_once(officer):
    note(officer)
    with pytest.raises(Refusal, match="already"):
        note(officer)


def test_the_page_is_for_officers_and_shows_one_s_own_notes_only(officer):
    near = note(officer)
    assert a_browser().get(PAGE).status_code == 302
    for stranger in (a_resident(), an_administrator()):
        assert a_browser(stranger).get(PAGE).status_code == 404
    colleague = an_officer(unit=a_unit())
    assert "Stina, twin" not in a_browser(colleague).get(PAGE).text
    with pytest.raises(NotForYou):
        remove_near_person(near.pk, actor=colleague)
    with scope(a_municipality("Lund")) as lund, pytest.raises(NotForYou):
        remove_near_person(near.pk, actor=an_officer(of=lund))


def test_the_page_asks_few_questions(officer):
    for number in (NUMBER, "19811218-9876"):
        note(officer, number)
    desk = a_browser(officer)
    desk.get(PAGE)
    with at_most(4):
        desk.get(PAGE)
