"""A case of another unit is opened in an emergency, with a reason; and who has read a case is seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import ClosedToYou, may_see_case
from dygn.cases.actions.break_glass import break_glass, choose_case_settings, read_behind_glass
from dygn.cases.actions.note_near_person import note_near_person
from dygn.cases.actions.read_case import read_case
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.verify_history import verify_history
from dygn.cases.actions.write_message import write_message
from dygn.cases.models import BrokenGlass, CaseEvent
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, fresh
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.post.models import OutboxRow
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
NOW = timezone.now()
PAGE = "/en/staff/glass/"
WHY = "A child is in danger tonight."
NUMBER = "20000101-2384"


@pytest.fixture
def outsider(ekeby):
    """An officer of another unit."""
    return an_officer(unit=a_unit("school", en="School"), name="Ulla Utanför")


@pytest.fixture
def case(ekeby):
    return a_case(person=a_person("Alva Ek", number=NUMBER))


def test_a_case_of_another_unit_is_read_with_a_reason(outsider, case):
    desk = a_browser(outsider)
    assert desk.get(f"{PAGE}{case.reference}/").status_code == 404
    answer = desk.post(PAGE, {"reference": case.reference.lower(), "why": WHY}, follow=True)
    assert "Alva Ek" in answer.text and "Jag går dåligt" in answer.text and "for eight hours" in answer.text


def test_the_reason_stands_in_the_history_and_the_chain_holds(outsider, case):
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    event = CaseEvent.objects.get(kind="glass_broken")
    assert event.kept_content.content == {"why": WHY} and event.actor == outsider.key
    assert fresh(case).revision == case.revision  # nobody who is writing is disturbed
    page = a_browser(an_officer(unit=a_unit())).get(f"/en/staff/cases/{case.reference}/").text
    assert WHY in page and "Opened in an emergency" in page
    assert verify_history(fresh(case)) == []


def test_the_person_does_not_read_the_reason_in_their_history(outsider, case):
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    page = a_browser(a_resident(case.applicant)).get(f"/en/my/cases/{case.reference}/").text
    assert WHY not in page


def test_the_unit_s_managers_and_whoever_has_the_case_are_told(outsider, case):
    officer = an_officer(unit=a_unit())
    take_case(case.pk, actor=officer, now=NOW)
    a_staff_member("manager", unit=a_unit(), name="Maja Chef")
    a_staff_member("manager", unit=a_unit("school", en="School"))
    before = OutboxRow.objects.count()
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    assert OutboxRow.objects.count() == before + 2


def test_it_can_be_read_and_not_changed(outsider, case):
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    assert read_behind_glass(case.reference, actor=outsider, now=NOW).pk == case.pk
    with pytest.raises(NotForYou):
        read_case(case.reference, actor=outsider, now=NOW)
    with pytest.raises(NotForYou):
        write_message(case.pk, "Hej", actor=outsider, now=NOW)
    assert a_browser(outsider).get(f"/en/staff/cases/{case.reference}/").status_code == 404


def test_its_files_open_as_long_as_the_case_is_open(outsider, case):
    assert not may_see_case(outsider, str(case.pk))
    break_glass(case.reference, WHY, actor=outsider, now=timezone.now())
    assert may_see_case(outsider, str(case.pk))
    BrokenGlass.objects.update(until=timezone.now())
    assert not may_see_case(outsider, str(case.pk))


def test_after_eight_hours_it_is_closed(outsider, case):
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    with pytest.raises(NotForYou):
        read_behind_glass(case.reference, actor=outsider, now=NOW + timedelta(hours=8, seconds=1))


def test_a_colleague_of_the_one_who_opened_it_sees_nothing(outsider, case):
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    colleague = an_officer(unit=a_unit("school"))
    with pytest.raises(NotForYou):
        read_behind_glass(case.reference, actor=colleague, now=NOW)
    assert WHY not in a_browser(colleague).get(PAGE).text


def test_a_protected_identity_and_somebody_near_stay_closed(outsider, case):
    hidden = a_case(person=a_person("Hemlig Ek", protected_identity=True))
    note_near_person(parse_personal_number(NUMBER, ("se",)), "Stina", actor=outsider, now=NOW)
    for each in (hidden, case):
        with pytest.raises(ClosedToYou):
            break_glass(each.reference, WHY, actor=outsider, now=NOW)
    answer = a_browser(outsider).post(PAGE, {"reference": hidden.reference, "why": WHY})
    assert answer.status_code == 422 and "Hemlig" not in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"why": ""}, "Write why you need to read it"),
        ({"why": "because"}, "Write why you need to read it"),
        ({"reference": ""}, "Enter the reference"),
        ({"reference": "EKE-2026-999999"}, "no case with that reference"),
        ({"reference": "'; --"}, "no case with that reference"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_opened(outsider, case, data, words):
    answer = a_browser(outsider).post(PAGE, {"reference": case.reference, "why": WHY, **data})
    assert answer.status_code == 422 and words in answer.text and not BrokenGlass.objects.exists()


def test_one_s_own_unit_s_cases_need_no_emergency(case):
    with pytest.raises(Refusal, match="your own unit"):
        break_glass(case.reference, WHY, actor=an_officer(unit=a_unit()), now=NOW)


def test_the_manager_of_the_unit_sees_what_was_opened_and_the_neighbour_nothing(outsider, case):
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    manager = a_colleague(a_staff_member("manager", unit=a_unit()))
    page = a_browser(manager).get(PAGE).text
    assert WHY in page and "Ulla Utanför" in page and "Which case, and why" not in page
    assert a_browser(manager).post(PAGE, {"reference": case.reference, "why": WHY}).status_code == 404
    with scope(a_municipality("Lund")) as lund:
        assert WHY not in a_browser(an_officer(of=lund)).get(PAGE).text


def test_the_page_is_for_officers_and_managers():
    assert a_browser().get(PAGE).status_code == 302
    for stranger in (a_resident(), an_administrator(), a_colleague(a_staff_member("editor"))):
        assert a_browser(stranger).get(PAGE).status_code == 404


def test_the_page_asks_few_questions(outsider):
    for _case in range(3):
        break_glass(a_case().reference, WHY, actor=outsider, now=NOW)
    desk = a_browser(outsider)
    desk.get(PAGE)
    with at_most(5):
        desk.get(PAGE)


# ---- who has read -------------------------------------------------------------------------------


def test_who_has_read_the_case_is_listed_with_how_often(outsider, case):
    reader = an_officer(unit=a_unit(), name="Olga Officer")
    for _time in range(2):
        read_case(case.reference, actor=reader, now=NOW)
    break_glass(case.reference, WHY, actor=outsider, now=NOW)
    read_behind_glass(case.reference, actor=outsider, now=NOW)
    page = a_browser(reader).get(f"/en/staff/cases/{case.reference}/readers/").text
    assert "Olga Officer" in page and "2 times" in page
    assert "Ulla Utanför" in page and "In an emergency" in page


def test_the_person_sees_who_has_read_where_the_municipality_chooses(case):
    read_case(case.reference, actor=an_officer(unit=a_unit(), name="Olga Officer"), now=NOW)
    home = a_browser(a_resident(case.applicant))
    url = f"/en/my/cases/{case.reference}/"
    assert home.get(url + "readers/").status_code == 404 and "Who has read" not in home.get(url).text
    choose_case_settings(shows_readers=True, actor=an_administrator())
    assert "Who has read your case" in home.get(url).text
    page = home.get(url + "readers/").text
    assert "Olga Officer" in page and "1 time" in page


def test_strangers_do_not_see_who_has_read(outsider, case):
    choose_case_settings(shows_readers=True, actor=an_administrator())
    assert a_browser(a_resident()).get(f"/en/my/cases/{case.reference}/readers/").status_code == 404
    assert a_browser().get(f"/en/my/cases/{case.reference}/readers/").status_code == 302
    assert a_browser(outsider).get(f"/en/staff/cases/{case.reference}/readers/").status_code == 404
    assert a_browser().get(f"/en/staff/cases/{case.reference}/readers/").status_code == 302


def test_the_choice_is_the_administrator_s(case):
    address = "/en/staff/cases/settings/"
    for stranger in (an_officer(), a_resident()):
        assert a_browser(stranger).get(address).status_code == 404
    assert a_browser().get(address).status_code == 302
    desk = a_browser(an_administrator())
    assert "It is saved" in desk.post(address, {"shows_readers": "on"}, follow=True).text
    assert "checked" in desk.get(address).text
    assert "It is saved" in desk.post(address, {}, follow=True).text
    assert "checked" not in desk.get(address).text
    assert AuditEntry.objects.filter(action="case.settings_chosen").count() == 2
