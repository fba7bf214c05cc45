"""What people do at a form is counted: started, put aside, sent, given up at a step, refused."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dygn.figures.models import KeptFigure
from dygn.services.actions.count_drafts import count_drafts
from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.models import Draft, DraftTally
from dygn.services.rules.course import Saving, begun, device_of, gone_on
from dygn.services.tasks import count as count_in_rounds
from dygn.services.tests.factories import Visitor, a_service, hidden_fields
from tests.cast import a_browser, a_municipality, a_resident, scope

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)


@pytest.fixture()
def service(taken):
    return a_service()


@pytest.fixture()
def visitor(service):
    return Visitor(a_browser())


def count(*, in_days=0):
    with scope():
        return count_drafts(now=timezone.now() + timedelta(days=in_days))


def figures(split=""):
    """What is kept, by figure, or by figure and part of a split; what is nought left out."""
    with scope():
        rows = KeptFigure.objects.filter(split=split).exclude(value=0).order_by("pk")
        if split:
            return {(row.figure.partition(".")[2], row.part): row.value for row in rows}
        return {row.figure.partition(".")[2]: row.value for row in rows}


def test_what_is_begun_and_what_is_sent_is_counted(visitor):
    visitor.fill_in("about-you", name="Alva")
    count()
    assert figures() == {"started": 1}
    visitor.fill_in_all()
    visitor.send()
    count()
    assert figures() == {"started": 1, "sent": 1}


def test_counting_twice_gives_the_same(visitor):
    visitor.fill_in_all()
    visitor.send()
    assert count() == 1
    once = figures()
    assert count() == 0 and count(in_days=30) == 0
    assert figures() == once


def test_looking_at_a_form_is_not_beginning_it(visitor):
    visitor.see()
    assert count() == 0 and figures() == {}


def test_who_puts_it_aside_is_counted_once(visitor):
    visitor.fill_in("about-you", name="Alva", then="later")
    visitor.fill_in("about-you", name="Alva B", then="later")
    count()
    assert figures() == {"started": 1, "saved": 1}


def test_what_nobody_touches_for_a_week_is_given_up_at_the_step_where_it_stopped(visitor):
    visitor.fill_in("about-you", name="Alva")
    count(in_days=6)
    assert "abandoned" not in figures()
    count(in_days=8)
    assert figures() == {"started": 1, "abandoned": 1}
    assert figures("step") == {
        ("reached", "about-you"): 1,
        ("reached", "your-dog"): 1,
        ("abandoned", "your-dog"): 1,
    }


def test_who_waits_for_others_to_sign_has_not_given_up(visitor):
    visitor.fill_in_all()
    with scope():
        Draft.objects.update(signed_at=timezone.now())
    count(in_days=10)
    assert count(in_days=10) == 0
    assert figures() == {"started": 1}


def test_who_stops_at_an_error_stops_at_that_step(visitor):
    visitor.fill_in("about-you", name="")
    count(in_days=8)
    assert figures("step")["abandoned", "about-you"] == 1


def test_who_answers_all_but_never_sends_stops_at_the_check(visitor):
    visitor.fill_in_all()
    count(in_days=8)
    assert figures("step")["abandoned", "check"] == 1


def test_who_comes_back_and_sends_is_no_longer_counted_as_given_up(visitor):
    visitor.fill_in("about-you", name="Alva")
    count(in_days=8)
    visitor.fill_in_all()
    visitor.send()
    count()
    assert figures() == {"started": 1, "sent": 1}
    assert ("abandoned", "your-dog") not in figures("step")


def test_who_deletes_it_has_given_it_up(visitor):
    visitor.fill_in("about-you", name="Alva")
    page = visitor.see("delete/")
    visitor.browser.post("/do/liten-tjanst/delete/", hidden_fields(page))
    assert figures() == {"started": 1, "abandoned": 1}
    with scope():
        assert not Draft.objects.exists() and not DraftTally.objects.exists()


def test_figures_stay_when_drafts_and_receipts_are_disposed_of(visitor, service):
    visitor.fill_in_all()
    visitor.send()
    other = Visitor(a_browser())
    other.fill_in("about-you", name="Bo")
    count()
    with scope():
        assert expire_drafts(now=timezone.now() + timedelta(days=200)) == 2
        assert not Draft.objects.exists() and not DraftTally.objects.exists()
    count(in_days=300)
    assert figures() == {"started": 2, "sent": 1, "abandoned": 1}


def test_what_expires_before_it_was_ever_counted_is_counted_then(visitor):
    visitor.fill_in("about-you", name="Alva")
    with scope():
        expire_drafts(now=timezone.now() + timedelta(days=200))
    assert figures() == {"started": 1, "abandoned": 1}


def test_errors_are_counted_by_question(visitor):
    visitor.fill_in("about-you", name="", email="nonsense")
    visitor.fill_in("about-you", name="Alva", email="nonsense")
    count()
    assert figures("question") == {("refused", "name"): 1, ("refused", "email"): 2}


def test_nobody_is_refused_who_only_puts_it_aside(visitor):
    visitor.fill_in("about-you", name="", then="later")
    count()
    assert figures("question") == {}


def test_device_language_and_version_are_counted_each_by_itself(service, taken):
    visitor = Visitor(a_browser())
    visitor.browser.defaults["HTTP_USER_AGENT"] = PHONE
    visitor.fill_in_all()
    visitor.send()
    count()
    assert figures("device") == {("started", "phone"): 1, ("sent", "phone"): 1}
    assert figures("language") == {("started", "sv"): 1, ("sent", "sv"): 1}
    assert figures("channel") == {("started", "web"): 1, ("sent", "web"): 1}
    assert figures("version") == {("started", "1"): 1, ("sent", "1"): 1}


def test_the_time_to_fill_in_is_kept_as_a_spread(visitor):
    visitor.fill_in_all()
    visitor.send()
    count()
    assert figures("seconds") == {("filling_time", "15"): 1}


def test_nothing_that_was_written_is_in_the_figures(service, taken):
    visitor = Visitor(a_browser(a_resident()))
    visitor.fill_in("about-you", name="Hemligsson", email="hemlig")
    count(in_days=8)
    with scope():
        kept = str(list(KeptFigure.objects.values())) + str(
            list(Draft.objects.values_list("course", flat=True))
        )
    assert "emlig" not in kept


def test_the_neighbour_s_drafts_are_counted_next_door(visitor):
    visitor.fill_in("about-you", name="Alva")
    with scope(a_municipality("Lund")):
        assert count_drafts(now=timezone.now()) == 0


def test_counting_asks_as_much_of_the_database_however_many_have_begun(
    service, django_assert_max_num_queries
):
    for _ in range(12):
        Visitor(a_browser()).fill_in("about-you", name="Alva")
    with scope(), django_assert_max_num_queries(14):
        assert count_drafts(now=timezone.now()) == 12


def test_figures_are_locked_for_one_batch_at_a_time_and_an_hour_counts_all(service, monkeypatch):
    monkeypatch.setattr("dygn.services.actions.count_drafts.AT_A_TIME", 2)
    monkeypatch.setattr("dygn.services.tasks.AT_A_TIME", 2)
    for _ in range(5):
        Visitor(a_browser()).fill_in("about-you", name="Alva")
    assert count() == 2 and figures()["started"] == 2
    count_in_rounds.run(timestamp=int(timezone.now().timestamp()) + 1)
    assert figures()["started"] == 5 and count() == 0


def test_whoever_fills_in_does_not_wait_for_the_counting(visitor):
    visitor.fill_in("about-you", name="Alva")
    with (
        scope(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        count_drafts(now=timezone.now())
    assert not [
        each["sql"] for each in asked if 'services_draft"' in each["sql"] and "FOR UPDATE" in each["sql"]
    ]


def test_filling_in_and_sending_asks_nothing_more_for_being_counted(visitor):
    with CaptureQueriesContext(connection) as asked:
        visitor.fill_in("about-you", name="")
        visitor.fill_in_all()
        visitor.send()
    assert not [each["sql"] for each in asked if "figures_" in each["sql"] or "tally" in each["sql"]]


def test_a_tally_whose_draft_went_with_its_person_is_swept_away(visitor):
    visitor.fill_in("about-you", name="Alva")
    count()
    with scope():
        Draft.objects.all().delete()
        expire_drafts(now=timezone.now())
        assert not DraftTally.objects.exists()
    assert figures() == {"started": 1}


NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_night_between_two_pages_is_no_filling_in():
    course = begun(UUID(int=0), device="phone", now=NOON)
    course = gone_on(course, Saving("b"), changed_at=NOON, now=NOON + timedelta(minutes=4))
    course = gone_on(course, Saving("c"), changed_at=NOON, now=NOON + timedelta(hours=10))
    assert course["active"] == 240


@pytest.mark.parametrize(
    ("agent", "hint", "device"),
    [
        (PHONE, "", "phone"),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
            "?1",
            "phone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
            "?0",
            "tablet",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "", "computer"),
        ("", "", "unknown"),
    ],
)
def test_devices_are_told_apart_coarsely(agent, hint, device):
    assert device_of(agent, hint) == device
