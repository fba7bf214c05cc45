"""A case is followed by whoever wants to hear of it; what is pressing is seen by the share of the time that has gone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.follow_case import follow_case, stop_following
from dygn.cases.actions.set_deadline import set_deadline
from dygn.cases.models import Case, FollowedCase
from dygn.cases.rules.deadlines import is_pressing, share_gone
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case
from dygn.identity.models import Person
from tests.cast import a_browser, a_municipality, a_unit, an_officer, scope

pytestmark = pytest.mark.usefixtures("ekeby")
NOW = timezone.now()
DESK = "/en/staff/"
SECTION = "New in what you follow"


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


def url(case, verb=""):
    return f"/en/staff/cases/{case.reference}/" + (f"{verb}/" if verb else "")


def test_what_happens_in_a_followed_case_stands_on_the_desk_until_it_is_read(officer):
    case, desk = a_case(), a_browser(officer)
    assert "You follow the case" in desk.post(url(case, "follow"), {"revision": 1}, follow=True).text
    assert SECTION not in desk.get(DESK).text
    set_deadline(case.pk, timezone.localdate(), actor=an_officer(), now=NOW)
    assert SECTION in desk.get(DESK).text
    assert "Stop following" in desk.get(url(case)).text
    assert SECTION not in desk.get(DESK).text


def test_who_stops_following_hears_no_more(officer):
    case, desk = a_case(), a_browser(officer)
    for _time in range(2):
        follow_case(case.pk, actor=officer, now=NOW)
    assert FollowedCase.objects.count() == 1
    assert "no longer follow" in desk.post(url(case, "unfollow"), {"revision": 1}, follow=True).text
    set_deadline(case.pk, timezone.localdate(), actor=an_officer(), now=NOW)
    assert SECTION not in desk.get(DESK).text


@pytest.mark.parametrize("closed", ["protected", "elsewhere"])
def test_a_followed_case_that_is_closed_since_then_says_nothing(officer, closed):
    case = a_case()
    follow_case(case.pk, actor=officer, now=NOW)
    set_deadline(case.pk, timezone.localdate(), actor=an_officer(), now=NOW)
    if closed == "protected":
        Person.objects.filter(pk=case.applicant_id).update(protected_identity=True)
    else:
        Case.objects.filter(pk=case.pk).update(unit=a_unit("school", en="School"))
    assert SECTION not in a_browser(officer).get(DESK).text


def test_a_stranger_follows_nothing(officer):
    case = a_case()
    with pytest.raises(NotForYou):
        follow_case(case.pk, actor=an_officer(unit=a_unit("school", en="School")), now=NOW)
    with scope(a_municipality("Lund")) as lund, pytest.raises(NotForYou):
        stop_following(case.pk, actor=an_officer(of=lund))
    assert a_browser().post(url(case, "follow")).status_code == 302


def test_the_desk_asks_few_questions_however_many_are_followed(officer):
    for _number in range(3):
        follow_case(a_case().pk, actor=officer, now=NOW)
    desk = a_browser(officer)
    desk.get(DESK)
    with at_most(13):
        assert SECTION in desk.get(DESK).text


def test_more_than_a_hundred_are_not_followed(officer, monkeypatch):
    monkeypatch.setattr("dygn.cases.actions.follow_case.MOST_FOLLOWED", 1)
    follow_case(a_case().pk, actor=officer, now=NOW)
    with pytest.raises(Refusal, match="Stop following"):
        follow_case(a_case().pk, actor=officer, now=NOW)


# ---- pressing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone", "of", "pressing"), [(0, 10, False), (7, 10, False), (8, 10, True), (10, 10, True), (11, 10, False)]
)
def test_a_case_is_pressing_when_most_of_its_time_has_gone(gone, of, pressing):
    came_in = date(2027, 3, 1)
    due, today = came_in + timedelta(days=of), came_in + timedelta(days=gone)
    assert is_pressing(came_in, due, today) is pressing


def test_a_case_due_the_day_it_comes_in_reckons():
    day = date(2028, 2, 29)
    assert share_gone(day, day, day) == 0 and share_gone(day, day - timedelta(days=3), day) == 0


def test_the_list_marks_what_presses_and_not_what_can_wait(officer):
    today, desk = timezone.localdate(), a_browser(officer)
    case = a_case()
    Case.objects.filter(pk=case.pk).update(
        received_at=NOW - timedelta(days=60), due_on=today + timedelta(days=5)
    )
    listed = "/en/staff/cases/?tab=unit"
    assert "Most of the time has gone" in desk.get(listed).text
    Case.objects.filter(pk=case.pk).update(priority=Case.Priority.LOW)
    assert "Most of the time has gone" not in desk.get(listed).text
