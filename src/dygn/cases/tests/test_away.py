"""A colleague is away: somebody stands in, or has their cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.give_all_away import give_all_away
from dygn.cases.actions.note_absence import Away, note_absence, remove_absence
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_message import write_to_officer
from dygn.cases.models import Absence, Case
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, a_sent_draft, fresh, submit
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
PAGE = "/en/staff/away/"
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def away(ekeby):
    return an_officer(unit=a_unit(), name="Borta Berg")


@pytest.fixture
def deputy(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


def note(away, deputy=None, *, first=0, last=5, by=None):
    days = Away(
        away.staff_id,
        TODAY + timedelta(days=first),
        TODAY + timedelta(days=last),
        deputy and deputy.staff_id,
    )
    return note_absence(days, actor=by or deputy or away, now=NOW)


def cases_of(officer, number):
    cases = [a_case() for _ in range(number)]
    for case in cases:
        take_case(case.pk, actor=officer, now=NOW)
    return cases


def test_who_stands_in_finds_the_cases_on_their_desk(away, deputy):
    late, _other = cases_of(away, 2)
    Case.objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1))
    note(away, deputy)
    text = a_browser(deputy).get("/en/staff/").text
    assert "You stand in" in text and "Borta Berg" in text
    assert "open cases: 2" in text and "overdue: 1" in text
    assert f"tab=unit&amp;officer={away.staff_id}" in text


@pytest.mark.parametrize(("first", "last"), [(1, 5), (-5, -1)])
def test_before_and_after_nobody_stands_in(away, deputy, first, last):
    if last < 0:
        Absence(
            staff_id=away.staff_id, deputy_id=deputy.staff_id, noted_at=NOW,
            from_on=TODAY + timedelta(days=first), until_on=TODAY + timedelta(days=last),
        ).save()  # fmt: skip
    else:
        note(away, deputy, first=first, last=last)
    assert "You stand in" not in a_browser(deputy).get("/en/staff/").text


def test_an_answer_to_who_is_away_waits_for_the_deputy_until_they_have_read_it(away, deputy):
    (case,) = cases_of(away, 1)
    write_to_officer(case.pk, "Hello", actor=a_resident(case.applicant), now=NOW)
    desk = a_browser(deputy)
    assert case.reference not in desk.get("/en/staff/").text
    note(away, deputy)
    assert case.reference in desk.get("/en/staff/").text
    desk.get(f"/en/staff/cases/{case.reference}/")
    assert fresh(case).person_wrote_at is None


def test_a_colleague_who_only_looks_leaves_the_answer_unread(away, deputy):
    (case,) = cases_of(away, 1)
    write_to_officer(case.pk, "Hello", actor=a_resident(case.applicant), now=NOW)
    a_browser(deputy).get(f"/en/staff/cases/{case.reference}/")
    assert fresh(case).person_wrote_at is not None


def test_what_a_rule_gives_to_who_is_away_goes_to_who_stands_in(away, deputy):
    note(away, deputy)
    receipt = submit(a_sent_draft(officer_id=away.staff_id, unit=a_unit(), at=NOW))
    assert Case.objects.get(pk=receipt.case_id).assignee_id == deputy.staff_id


def test_without_a_deputy_it_waits_in_the_unit(away):
    note(away)
    receipt = submit(a_sent_draft(officer_id=away.staff_id, unit=a_unit(), at=NOW))
    assert Case.objects.get(pk=receipt.case_id).assignee_id is None


def test_all_open_cases_go_to_another_and_finished_ones_stay(away, deputy):
    cases = cases_of(away, 3)
    Case.objects.filter(pk=cases[0].pk).update(state="closed")
    answer = a_browser(deputy).post(
        PAGE + "cases/", {"staff": away.staff_id, "officer": deputy.staff_id}, follow=True
    )
    assert "2 cases have a new officer" in answer.text
    assert [fresh(case).assignee_id for case in cases] == [away.staff_id, deputy.staff_id, deputy.staff_id]
    assert AuditEntry.objects.filter(action="desk.all_given").exists()


def test_giving_goes_on_where_it_stopped(away, deputy):
    cases_of(away, 3)
    given = give_all_away(away.staff_id, None, actor=deputy, now=NOW, most=2)
    assert len(given.dealt.done) == 2 and given.left == 1
    given = give_all_away(away.staff_id, None, actor=deputy, now=NOW, most=2)
    assert len(given.dealt.done) == 1 and given.left == 0


def test_cases_of_units_that_are_not_mine_stay_where_they_are(away):
    (case,) = cases_of(away, 1)
    stranger = an_officer(unit=a_unit("school", en="School"))
    given = give_all_away(away.staff_id, None, actor=stranger, now=NOW)
    assert given.dealt.done == [] and fresh(case).assignee_id == away.staff_id


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"staff": ""}, "Choose a colleague"),
        ({"staff": "999999"}, "valid choice"),
        ({"from_on": "soon"}, "Enter the date"),
        ({"until_on": "2020-01-01"}, "not before the first"),
        ({"from_on": "2020-01-01", "until_on": "2020-01-02"}, "from today on"),
        ({"deputy": "me"}, "Choose a colleague to stand in"),
    ],
)
def test_bad_days_are_told_and_nothing_is_noted(deputy, data, words):
    me = str(deputy.staff_id)
    whole = {"staff": me, "from_on": str(TODAY), "until_on": str(TODAY), "deputy": "", **data}
    whole["deputy"] = me if whole["deputy"] == "me" else whole["deputy"]
    answer = a_browser(deputy).post(PAGE, whole)
    assert answer.status_code == 422 and words in answer.text and not Absence.objects.exists()


def test_the_same_days_are_noted_once(away, deputy):
    note(away, deputy)
    with pytest.raises(Refusal, match="noted already"):
        note(away, deputy, first=2, last=9)


def test_a_stranger_to_the_unit_is_no_deputy(away, deputy):
    stranger = an_officer(unit=a_unit("school", en="School"))
    with pytest.raises(Refusal):
        note(away, stranger, by=deputy)
    with pytest.raises(Refusal):
        note(away, by=stranger)


def test_an_absence_is_noted_and_removed_on_the_page(away, deputy):
    desk = a_browser(deputy)
    data = {"staff": away.staff_id, "deputy": deputy.staff_id, "from_on": str(TODAY), "until_on": str(TODAY)}
    assert "It is noted" in desk.post(PAGE, data, follow=True).text
    noted = Absence.objects.get()
    assert "Away now" in desk.get(PAGE).text
    assert "no longer noted" in desk.post(f"{PAGE}{noted.pk}/remove/", follow=True).text
    assert not Absence.objects.exists()


def test_the_page_is_for_officers(away, deputy):
    note(away, deputy)
    assert a_browser().get(PAGE).status_code == 302
    for stranger in (a_resident(), an_administrator(), a_colleague(a_staff_member("editor"))):
        assert a_browser(stranger).get(PAGE).status_code == 404
    with scope(a_municipality("Lund")) as lund:
        neighbour = an_officer(of=lund)
        assert "Borta Berg" not in a_browser(neighbour).get(PAGE).text
        with pytest.raises(NotForYou):
            remove_absence(1, actor=neighbour)


def test_an_officer_of_another_unit_sees_and_removes_nothing(away, deputy):
    noted = note(away, deputy)
    stranger = an_officer(unit=a_unit("school", en="School"))
    assert "Borta Berg" not in a_browser(stranger).get(PAGE).text
    assert a_browser(stranger).post(f"{PAGE}{noted.pk}/remove/").status_code == 404


def test_the_page_asks_few_questions_however_many_are_away(away, deputy):
    for week in range(5):
        note(away, deputy, first=week * 7, last=week * 7 + 6)
    desk = a_browser(deputy)
    desk.get(PAGE)
    with at_most(6):
        assert desk.get(PAGE).status_code == 200
