"""Booking a time while filling in: shown by day, held for a while, booked once, and nothing lost when it is gone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.errors import OutsideFailure
from dygn.base.rate_limits import shared_counts
from dygn.forms.rules.kinds.booking import BookedTime, day_of, hours_of
from dygn.forms.tests.factories import a_question, an_occasion
from dygn.municipalities.models import Connection
from dygn.post.models import OutboxRow
from dygn.services import booking_queries
from dygn.services.access import Holder
from dygn.services.actions.book_times import let_go_of_times, tell_calendars
from dygn.services.actions.end_signing import take_back_signing
from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.actions.send_signed import send_signed_draft
from dygn.services.adapters.fake_calendar import FakeCalendar
from dygn.services.adapters.not_set_up import NoCalendar
from dygn.services.models import Draft, InventoryEntry, Signing, SimulatedTime
from dygn.services.ports import TimeTaken
from dygn.services.rules.calendars import DAYS_SHOWN, span_of
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from dygn.services.tests.previewing import Tester, a_link, words_on
from dygn.services.tests.signing import ALVA, BO, SIGNED, Signatory, a_signed_service
from tests.cast import a_browser, a_municipality, a_resident, a_staff_member, scope

BOOK = """\
format: 1
key: book
languages: [sv, en]
title: {sv: Boka, en: Book}
slug: {sv: boka, en: book}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: when
    title: {sv: När, en: When}
    questions:
      - id: visit
        kind: booking
        label: {sv: Vilken tid, en: Which time}
        calendar: town-hall
        limits: {earliest: today+1, latest: today+30}
      - {id: note, kind: text, label: {sv: Not, en: Note}, required: false}
  - id: early
    title: {sv: Tidigt, en: Early}
    shown_if: visit.time == '09:00'
    questions:
      - {id: why, kind: text, label: {sv: Varför, en: Why}, required: false}
"""
OPEN = {"town-hall": {"weekdays": [0, 1, 2, 3, 4, 5, 6], "times": ["09:00", "10:00"], "place": "Storgatan 1"}}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    booking_queries.forget_failures()
    shared_counts().forget()


@pytest.fixture()
def service():
    made = a_service(PackageFiles({"service.yaml": BOOK, **LETTERS}))
    with scope():
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": OPEN})
    return made


def a_visitor():
    return Visitor(a_browser(), slug="boka")


def times_on(page):
    return re.findall(r'type="radio"[^>]*name="visit" value="([^"]+)"', page.content.decode())


def booked():
    with scope():
        return list(SimulatedTime.objects.filter(is_booked=True))


def is_sent():
    """The fake desk forgets nothing when a sending is taken back: the draft says whether it was sent."""
    with scope():
        return Draft.objects.get().is_sent


def held():
    with scope():
        return list(SimulatedTime.objects.filter(is_booked=False))


def test_a_time_is_chosen_held_and_booked_exactly_once_when_it_is_sent(service, taken):
    visitor = a_visitor()
    page = visitor.see("when/")
    times = times_on(page)
    assert len(times) == 2 * DAYS_SHOWN and "09:00–09:30" in page.content.decode()
    assert visitor.fill_in("when", visit=times[0])["Location"].endswith("/early/")
    assert [each.key for each in held()] == [times[0]] and not booked()
    kept = visitor.see("when/").content.decode()
    assert "Storgatan 1" in kept and times[0] in kept
    visitor.fill_in("early")
    check = visitor.see("check/")
    assert "09:00–09:30" in check.content.decode()
    first, second = visitor.send(check), visitor.send(check)
    assert first["Location"] == second["Location"]
    assert [each.key for each in booked()] == [times[0]] and not held()
    assert len(taken) == 1 and taken[0].answers["visit"]["place"] == "Storgatan 1"


def test_what_one_holds_nobody_else_is_offered_and_choosing_another_lets_it_go(service, taken):
    first, second = a_visitor(), a_visitor()
    times = times_on(first.see("when/"))
    first.fill_in("when", visit=times[1])
    assert times[1] not in times_on(second.see("when/"))
    late = second.fill_in("when", visit=times[1], note="keep me")
    page = late.content.decode()
    assert late.status_code == 200 and "error-summary" in page and "keep me" in page
    first.fill_in("when", visit=times[3])
    assert second.fill_in("when", visit=times[1]).status_code == 303
    assert sorted(each.key for each in held()) == sorted([times[1], times[3]])


def test_a_time_that_went_away_meanwhile_is_told_and_nothing_is_lost_nor_sent(service, taken):
    visitor = a_visitor()
    times = times_on(visitor.see("when/"))
    visitor.fill_in("when", visit=times[1], note="keep me")
    check = visitor.see("check/")
    with scope():
        SimulatedTime.objects.update(holder="somebody else", is_booked=True)
    answer = visitor.send(check)
    assert answer.status_code == 303 and not is_sent()
    page = visitor.browser.get(visitor.browser.get(answer["Location"])["Location"])
    text = page.content.decode()
    assert 'role="alert"' in text and "keep me" in text and times[1] not in times_on(page)
    visitor.fill_in("when", visit=times[3], note="keep me")
    visitor.send()
    assert is_sent() and times[3] in {each.key for each in booked()}


def test_a_hold_that_has_run_out_is_booked_all_the_same_when_nobody_took_it(service, taken):
    visitor = a_visitor()
    times = times_on(visitor.see("when/"))
    visitor.fill_in("when", visit=times[1])
    with scope():
        SimulatedTime.objects.update(until=timezone.now() - timedelta(minutes=1))
        assert times[1] in times_on(a_visitor().see("when/"))
    visitor.send()
    assert [each.key for each in booked()] == [times[1]]


def test_what_is_deleted_or_forgotten_is_let_go_and_what_is_sent_stays_booked(
    service, taken, django_capture_on_commit_callbacks
):
    times = times_on(a_visitor().see("when/"))
    sent, deleted, forgotten = a_visitor(), a_visitor(), a_visitor()
    for visitor, key in ((sent, times[1]), (deleted, times[3]), (forgotten, times[5])):
        visitor.fill_in("when", visit=key)
    sent.send()
    page = deleted.see("delete/")
    from dygn.services.tests.factories import hidden_fields

    with django_capture_on_commit_callbacks(execute=True):
        deleted.browser.post("/do/boka/delete/", hidden_fields(page))
    assert [each.key for each in held()] == [times[5]]
    with scope(), django_capture_on_commit_callbacks(execute=True):
        Draft.objects.update(expires_at=timezone.now())
        assert expire_drafts(now=timezone.now()) == 2
    assert not held() and [each.key for each in booked()] == [times[1]]


def test_other_days_are_shown_by_a_button_and_what_was_chosen_stays(service, taken):
    visitor = a_visitor()
    page = visitor.see("when/")
    times = times_on(page)
    later = re.search(r'name="days" value="(visit:[^"]+)"', page.content.decode())[1]
    answer = visitor.fill_in("when", seen_page=page, visit=times[0], note="keep me", days=later)
    assert "days=visit" in answer["Location"]
    page = visitor.browser.get(answer["Location"])
    assert (
        times_on(page)[0] == times[0]
        and times_on(page)[1] not in times
        and "keep me" in page.content.decode()
    )
    assert (
        visitor.fill_in(
            "when",
            seen_page=visitor.see("when/?days=visit:nonsense"),
            visit=times[0],
            days="visit:2026-01-01\r\nX: y",
        ).status_code
        == 303
    )


def test_a_calendar_out_of_order_is_told_plainly_and_nothing_is_lost_nor_sent(service, taken):
    visitor = a_visitor()
    times = times_on(visitor.see("when/"))
    visitor.fill_in("when", visit=times[1], note="keep me")
    check = visitor.see("check/")
    with scope():
        Connection.objects.update(settings={"calendars": OPEN, "is_down": True})
    refused = visitor.send(check)
    assert refused.status_code == 200 and not is_sent() and not booked()
    page = visitor.see("when/").content.decode()
    assert "keep me" in page and times[1] in page and 'class="ds-alert"' in page
    fresh = a_visitor()
    silent = fresh.fill_in("when", visit=times[3], note="and me")
    assert silent.status_code == 200 and "and me" in silent.content.decode()


@pytest.mark.parametrize("key", ["x", "20200101T0900Z", "99991231T2359Z", "' OR 1=1", "20260101T0000Z" * 20])
def test_a_time_that_was_never_offered_is_not_held(service, taken, key):
    visitor = a_visitor()
    assert visitor.fill_in("when", visit=key).status_code == 200
    assert not held() and visitor.see("check/").status_code == 303


def test_a_browser_cannot_say_what_the_calendar_said(service, taken):
    visitor = a_visitor()
    visitor.fill_in("when", visit="x", visit__state="held", visit__begins_at="2030-01-01T09:00:00+00:00")
    assert visitor.see("check/").status_code == 303


def test_a_neighbour_s_times_are_another_s(service, taken):
    times = times_on(a_visitor().see("when/"))
    a_visitor().fill_in("when", visit=times[1])
    with scope(a_municipality("Lund")):
        assert not SimulatedTime.objects.exists()


def test_the_clocks_on_the_wall_count_in_summer_and_in_winter(service):
    with scope():
        port, now = FakeCalendar(calendars=OPEN), datetime(2026, 10, 1, tzinfo=UTC)
        found = port.free_times(
            "town-hall", first=date(2026, 10, 24), last=date(2026, 10, 26), holder="a", now=now
        )
    assert [hours_of(each) for each in found] == ["09:00–09:30", "10:00–10:30"] * 3
    assert [each.begins_at.astimezone(UTC).hour for each in found] == [7, 8, 8, 9, 8, 9]
    late = BookedTime("c", "k", datetime(2026, 11, 30, 23, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    assert day_of(late) == date(2026, 12, 1)


def test_the_days_keep_within_what_the_question_allows():
    question = a_question("booking", limits={"earliest": "today+1", "latest": "today+9"})
    occasion = an_occasion()
    first = span_of(question, occasion, None)
    assert (first.first - occasion.today).days == 1 and first.before is None and first.after is not None
    last = span_of(question, occasion, first.after)
    assert last.after is None and (last.last - occasion.today).days == 9 and last.before == first.first
    assert span_of(question, occasion, date(1990, 1, 1)) == first


def test_the_simulator_keeps_the_contract(service):
    now, until = timezone.now(), timezone.now() + timedelta(minutes=20)
    with scope():
        port = FakeCalendar(calendars=OPEN)
        day = timezone.localdate() + timedelta(days=2)
        one, _two = port.free_times("town-hall", first=day, last=day, holder="a", now=now)
        for _ in range(2):
            assert port.hold("town-hall", one.key, holder="a", until=until, now=now) == one
        with pytest.raises(TimeTaken):
            port.hold("town-hall", one.key, holder="b", until=until, now=now)
        for _ in range(2):
            port.confirm("town-hall", one.key, holder="a", now=now)
        with pytest.raises(TimeTaken):
            port.confirm("town-hall", one.key, holder="b", now=now)
        for _ in range(2):
            port.release("town-hall", holder="a")
        port.confirm("town-hall", one.key, holder="b", now=now)
        for calendar in (port, NoCalendar(), FakeCalendar(calendars=OPEN, is_down=True)):
            with pytest.raises(OutsideFailure):
                calendar.free_times("nowhere", first=day, last=day, holder="a", now=now)


def test_the_preview_books_nothing_and_plays_a_time_that_is_gone():
    service = a_service(PackageFiles({"service.yaml": BOOK, **LETTERS}))
    tester = Tester(a_link(service))
    tester.begin()
    page = tester.see("page/when/")
    times = times_on(page)
    gone = next(key for key in times if "T15:00" in key)
    assert "just taken that time" in words_on(tester.fill_in("when", visit=gone))
    assert tester.fill_in("when", visit=times[0]).status_code == 303
    assert tester.see("check/").status_code == 200
    with scope():
        assert not SimulatedTime.objects.exists()


SCENARIO = """\
title: A recorded time
today: "2026-11-22"
answers:
  visit: {time: a, state: held, calendar: town-hall, begins_at: "2026-11-24T08:00:00+00:00", ends_at: "2026-11-24T08:30:00+00:00", place: Storgatan 1}
expect: {pages: [when, early]}
"""


def test_scenarios_play_with_recorded_times_and_a_package_says_whose_they_are():
    files = {"service.yaml": BOOK, "scenarios/a.yaml": SCENARIO, **LETTERS}
    assert faults_of(PackageFiles(files)) == []
    lacking = PackageFiles({"service.yaml": BOOK.replace("        calendar: town-hall\n", ""), **LETTERS})
    assert "where the times are from" in faults_of(lacking)[0].message


WITH_TIME = SIGNED.replace("label: {sv: Vad vill ni?, en: What do you want?}}\n", """label: {sv: Vad vill ni?, en: What do you want?}}
      - {id: visit, kind: booking, calendar: town-hall, label: {sv: Vilken tid, en: Which time}}
""")  # fmt: skip


def test_a_time_is_booked_when_the_applicant_has_signed_and_let_go_when_it_is_taken_back(taken):
    a_signed_service(WITH_TIME)
    with scope():
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": OPEN})
    alva = Signatory("Alva Ek", ALVA)
    page = alva.see("")
    chosen = times_on(page)[-1]
    alva.fill_in("what", seen_page=page, wish="Segla", visit=chosen)
    alva.name_others({"name": "Bo Ek", "number": BO})
    alva.sign()
    assert [each.key for each in booked()] == [chosen] and not taken
    with scope():
        Connection.objects.filter(port="booking_calendar").update(settings={"calendars": OPEN, "is_down": True})
        draft = Draft.objects.get()
        take_back_signing(draft.pk, holder=Holder(a_resident(alva.person)), now=timezone.now())
    job = ProcrastinateJob.objects.get(task_name=let_go_of_times.task.name)
    freed = (draft.pk, job.args["version_id"], job.args["held"])
    with scope(), pytest.raises(OutsideFailure):  # so that the worker tries again
        tell_calendars(*freed)
    booking_queries.forget_failures()
    with scope():
        Connection.objects.filter(port="booking_calendar").update(settings={"calendars": OPEN})
        tell_calendars(*freed)
    assert not booked() and not held()


def test_a_calendar_that_is_silent_for_a_day_is_told_of_once_and_never_whose_time_it_is(taken):
    service = a_signed_service(WITH_TIME)
    owner = a_staff_member("service_owner")
    with scope():
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": OPEN})
        InventoryEntry.objects.update_or_create(service=service, defaults={"person": owner})
    alva = Signatory("Alva Ek", ALVA)
    page = alva.see("")
    alva.fill_in("what", seen_page=page, wish="Segla", visit=times_on(page)[-1])
    alva.name_others({"name": "Bo Ek", "number": BO})
    alva.sign()
    with scope():
        Connection.objects.filter(port="booking_calendar").update(settings={"calendars": OPEN, "is_down": True})
        take_back_signing(Draft.objects.get().pk, holder=Holder(a_resident(alva.person)), now=timezone.now())
        asked = dict(ProcrastinateJob.objects.get(task_name=let_go_of_times.task.name).args)
        asked.pop("municipality_id")
        told = OutboxRow.objects.filter(template="booking_kept")
        for hours, rows in ((0, 0), (23, 0), (25, 1), (80, 1)):
            asked["since"] = (timezone.now() - timedelta(hours=hours)).isoformat()
            with pytest.raises(OutsideFailure):  # so that the worker tries again
                let_go_of_times.run.__wrapped__(**asked)
            assert told.count() == rows, hours
        facts = told.get().known_facts
        assert "(town-hall)" in facts["times"] and "Alva" not in str(facts)
        booking_queries.forget_failures()
        Connection.objects.filter(port="booking_calendar").update(settings={"calendars": OPEN})
        let_go_of_times.run.__wrapped__(**asked)
    assert not booked()


def test_what_all_have_signed_waits_for_a_calendar_that_does_not_answer(taken):
    a_signed_service(WITH_TIME)
    with scope():
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": OPEN})
    alva = Signatory("Alva Ek", ALVA)
    page = alva.see("")
    alva.fill_in("what", seen_page=page, wish="Segla", visit=times_on(page)[-1])
    alva.name_others({"name": "Bo Ek", "number": BO})
    alva.sign()
    with scope():
        Signing.objects.update(state=Signing.State.COMPLETE)
        SimulatedTime.objects.all().delete()  # what the simulator has booked it need not ask about
        Connection.objects.filter(port="booking_calendar").update(settings={"calendars": OPEN, "is_down": True})
        with pytest.raises(OutsideFailure):
            send_signed_draft(Draft.objects.get().pk, now=timezone.now())
        assert Signing.objects.get().state == Signing.State.COMPLETE and not Draft.objects.get().is_sent


def test_a_time_that_went_away_while_somebody_signed_is_told_in_the_form(taken):
    a_signed_service(WITH_TIME)
    with scope():
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": OPEN})
    alva = Signatory("Alva Ek", ALVA)
    page = alva.see("")
    alva.fill_in("what", seen_page=page, wish="Segla", visit=times_on(page)[-1])
    alva.name_others({"name": "Bo Ek", "number": BO})
    left = alva.leave()
    with scope():
        SimulatedTime.objects.update(holder="somebody else", is_booked=True)
    back = alva.at_e_id(left)
    page = alva.browser.get(alva.browser.get(back["Location"])["Location"])
    text = page.content.decode()
    assert 'role="alert"' in text and "Segla" in text and 'name="visit"' in text
    with scope():
        assert not Signing.objects.exists() and Draft.objects.get().answers["visit"]["state"] == "gone"


def test_whoever_begins_many_drafts_holds_no_whole_calendar(service, taken, monkeypatch):
    monkeypatch.setattr(booking_queries, "OF_A_CALLER", 1)
    for _ in range(3):
        visitor = a_visitor()
        visitor.fill_in("when", visit=times_on(visitor.see("when/"))[0])
    assert len(held()) == 1
