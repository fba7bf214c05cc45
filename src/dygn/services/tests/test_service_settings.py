"""When a service is open, how many it takes and who gets them: set for one municipality, never in the package."""

import html
from datetime import UTC, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.change_settings import change_settings
from dygn.services.models import Draft, Intake, Service
from dygn.services.queries import forget_catalogues
from dygn.services.rules.settings import (
    Closing,
    Per,
    Why,
    closing_at,
    full_until,
    period_of,
    settings_from,
    settings_to_keep,
)
from dygn.services.tests.factories import Visitor, a_service, hidden_fields
from dygn.services.tests.test_at_once import at_once
from tests.cast import (
    a_browser,
    a_municipality,
    a_resident,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

ZONE = ZoneInfo("Europe/Stockholm")
WEEK = {day: ["08:00-12:00", "13:00-16:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
PAGE = "/staff/admin/services/small-service/settings/"
EMPTY = {"per": "all"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("data", "now", "closing"),
    [
        ({}, "2026-11-22T03:00", None),
        ({"opens_on": "2026-12-01"}, "2026-11-30T23:59", Closing(Why.NOT_YET, at("2026-12-01T00:00"))),
        ({"opens_on": "2026-12-01"}, "2026-12-01T00:00", None),
        ({"closes_on": "2026-12-31"}, "2026-12-31T23:59", None),
        ({"closes_on": "2026-12-31"}, "2027-01-01T00:00", Closing(Why.OVER)),
        ({"hours": WEEK}, "2026-11-23T08:00", None),
        ({"hours": WEEK}, "2026-11-23T12:00", Closing(Why.HOURS, at("2026-11-23T13:00"))),
        ({"hours": WEEK}, "2026-11-20T16:00", Closing(Why.HOURS, at("2026-11-23T08:00"))),
        (
            {"hours": WEEK, "opens_on": "2026-11-21"},
            "2026-11-01T09:00",
            Closing(Why.NOT_YET, at("2026-11-23T08:00")),
        ),
        ({"hours": WEEK, "closes_on": "2026-11-21"}, "2026-11-20T16:00", Closing(Why.OVER)),
        ({"hours": {"mon": ["08:00-09:00"]}}, "2026-11-23T09:00", Closing(Why.HOURS, at("2026-11-30T08:00"))),
    ],
)
def test_it_is_open_on_its_days_and_in_its_hours(data, now, closing):
    assert closing_at(settings_from(data), at(now)) == closing


@pytest.mark.parametrize(
    ("per", "period", "again"),
    [
        ("all", "", None),
        ("day", "2026-12-31", "2027-01-01T00:00"),
        ("month", "2026-12", "2027-01-01T00:00"),
        ("year", "2026", "2027-01-01T00:00"),
    ],
)
def test_what_is_full_is_so_for_its_period(per, period, again):
    now, settings = at("2026-12-31T10:00"), settings_from({"most": 3, "per": per})
    assert period_of(Per(per), now) == period
    assert full_until(settings, now) == Closing(Why.FULL, at(again) if again else None)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"opens_on": "soon"}, "opens_on"),
        ({"opens_on": "2027-02-01", "closes_on": "2027-01-31"}, "closes_on"),
        ({"hours": {"mon": ["8 to 4"]}}, "hours_mon"),
        ({"hours": {"mon": ["16:00-08:00"]}}, "hours_mon"),
        ({"hours": {"mon": ["08:00-12:00", "11:00-13:00"]}}, "hours_mon"),
        ({"hours": {"someday": []}}, None),
        ({"most": -1}, "most"),
        ({"most": True}, "most"),
        ({"most": 3, "per": "week"}, "per"),
        ({"rules": [{"when": "has_dog"}]}, "when_1"),
        ({"rules": [{"when": " ", "unit": "street"}]}, "when_1"),
        ({"rules": "street"}, None),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(data, field):
    with pytest.raises(Refusal) as refused:
        settings_to_keep(data)
    assert refused.value.field == field


def test_what_says_nothing_is_not_kept():
    assert (
        settings_to_keep({"opens_on": "", "hours": {"mon": []}, "most": 0, "per": "day", "rules": []}) == {}
    )


def set_for(service, **data):
    with scope():
        change_settings(service.pk, data, actor=an_administrator())
        forget_catalogues()


@pytest.mark.django_db
def test_only_who_publishes_changes_them_and_it_is_written_down():
    service = a_service()
    with scope():
        for actor in (an_officer(), a_resident()):
            with pytest.raises(NotForYou):
                change_settings(service.pk, {"most": 1}, actor=actor)
        change_settings(service.pk, {"most": 1}, actor=an_author())
        entry = AuditEntry.objects.get(action="service.settings")
        assert entry.detail == {"most": 1, "per": "all"} and entry.actor.startswith("staff:")
        change_settings(service.pk, {"most": 1}, actor=an_author())
        assert AuditEntry.objects.filter(action="service.settings").count() == 1


@pytest.mark.django_db
def test_a_rule_is_held_against_the_questions_and_the_units():
    service = a_service()
    with scope():
        for rule, field in (
            ({"when": "no_such == 1", "unit": "street"}, "when_1"),
            ({"when": "has_dog ==", "unit": "street"}, "when_1"),
            ({"when": "name", "unit": "street"}, "when_1"),
            ({"when": "has_dog", "unit": "nowhere"}, "unit_1"),
        ):
            with pytest.raises(Refusal) as refused:
                change_settings(service.pk, {"rules": [rule]}, actor=an_author())
            assert refused.value.field == field
        assert Service.objects.get(pk=service.pk).settings == {}


@pytest.mark.django_db
def test_before_it_opens_the_entrance_says_when_and_nothing_is_begun(taken):
    set_for(a_service(), opens_on="2999-12-02")
    visitor = Visitor(a_browser())
    page = visitor.see()
    assert page.status_code == 503 and "2999" in page.content.decode()
    assert visitor.browser.post("/do/liten-tjanst/about-you/", {"name": "Alva"}).status_code == 503
    with scope():
        assert not Draft.objects.exists()
    told = a_browser().get("/service/liten-tjanst/").content.decode()
    assert "2999" in told and '/do/liten-tjanst/"' not in told


@pytest.mark.django_db
def test_what_is_begun_is_kept_while_it_is_closed_and_sent_when_it_opens(taken):
    service = a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva")
    open_page, last = visitor.see("your-dog/"), None
    set_for(service, opens_on="2999-01-01")
    closed = visitor.see("your-dog/")
    assert (
        closed.status_code == 503
        and str_of("You can send it when the service is open again.") in closed.content.decode()
    )
    assert visitor.fill_in("your-dog", seen_page=open_page, has_dog="no").status_code == 303
    set_for(service)
    visitor.fill_in("children")
    last = visitor.see("check/")
    set_for(service, opens_on="2999-01-01")
    assert visitor.send(last).status_code == 503 and taken == []
    set_for(service)
    assert visitor.send().status_code == 303 and len(taken) == 1


def str_of(text):
    from django.utils.translation import gettext, override

    with override("sv"):
        return gettext(text)


@pytest.mark.django_db
def test_hours_are_those_of_the_municipality_s_own_clock(taken):
    set_for(a_service(), hours={"mon": ["08:00-09:00"]})
    visitor = Visitor(a_browser())
    for moment, status in (
        ("2026-11-23T07:30:00+00:00", 200),
        ("2026-11-23T08:30:00+00:00", 503),
        ("2026-07-20T06:30:00+00:00", 200),
    ):
        with patch(
            "dygn.services.views.desk.timezone.now",
            return_value=datetime.fromisoformat(moment).astimezone(UTC),
        ):
            assert visitor.see().status_code == status, moment


@pytest.mark.django_db
def test_the_last_day_is_told_before_on_every_page(taken):
    set_for(a_service(), closes_on="2999-12-31")
    visitor = Visitor(a_browser())
    assert "2999" in visitor.see().content.decode()
    visitor.fill_in_all()
    assert "2999" in visitor.see("check/").content.decode()
    assert "2999" in a_browser().get("/service/liten-tjanst/").content.decode()
    assert visitor.send().status_code == 303 and len(taken) == 1


@pytest.mark.django_db
def test_after_the_last_day_nothing_is_sent_and_it_says_so(taken):
    service = a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    last = visitor.see("check/")
    set_for(service, closes_on="2020-12-31")
    answer = visitor.send(last)
    assert answer.status_code == 503 and taken == []
    assert str_of("You can send it when the service is open again.") not in answer.content.decode()
    with scope():
        assert Draft.objects.get().sent_at is None


@pytest.mark.django_db
def test_when_the_last_place_is_taken_the_next_is_told_and_keeps_what_was_written(taken):
    set_for(a_service(), most=1)
    first, second = Visitor(a_browser()), Visitor(a_browser())
    first.fill_in_all()
    second.fill_in_all()
    waiting = second.see("check/")
    assert first.send().status_code == 303
    answer = second.send(waiting)
    assert answer.status_code == 503 and len(taken) == 1
    assert Visitor(a_browser()).see().status_code == 503
    with scope():
        assert Draft.objects.filter(sent_at=None).count() == 1 and Intake.objects.get().count == 1
        set_for(Service.objects.get(), most=2)
    assert second.send().status_code == 303 and len(taken) == 2
    assert first.browser.post("/do/liten-tjanst/send/", hidden_fields(waiting)).status_code in (303, 404)


@pytest.mark.django_db
def test_what_is_sent_twice_takes_one_place(taken):
    set_for(a_service(), most=2)
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    page = visitor.see("check/")
    assert visitor.send(page).status_code == visitor.send(page).status_code == 303
    with scope():
        assert Intake.objects.get().count == 1


@pytest.mark.django_db
def test_a_sending_that_fails_takes_no_place(taken, monkeypatch):
    from dygn.services.adapters.fake import FakeSubmission

    set_for(a_service(), most=1)
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    page = visitor.see("check/")

    def no(self, draft):
        raise Refusal("no_unit", "Nobody here can take this in.")

    with monkeypatch.context() as patched:
        patched.setattr(FakeSubmission, "submit", no)
        assert visitor.send(page).status_code == 200
    with scope():
        assert not Intake.objects.exists()
    assert visitor.send(page).status_code == 303


@pytest.mark.django_db
def test_a_service_without_settings_asks_the_database_nothing_more(taken):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    page = visitor.see("check/")
    with CaptureQueriesContext(connection) as asked:
        visitor.send(page)
    said = " ".join(each["sql"] for each in asked.captured_queries)
    assert "services_intake" not in said and "time_zone" not in said and "municipalities_unit" not in said


def test_at_the_last_place_one_of_many_at_once_is_taken_and_nothing_is_lost(committed):
    service = a_service()
    set_for(service, most=2)
    visitors = [Visitor(a_browser()) for _ in range(5)]
    pages = []
    for visitor in visitors:
        visitor.fill_in_all()
        pages.append((visitor, visitor.see("check/")))
    waiting = iter(pages)
    answers = at_once(lambda: (lambda one: one[0].send(one[1]).status_code)(next(waiting)), times=5)
    assert sorted(answers) == [303, 303, 503, 503, 503]
    with scope():
        assert Draft.objects.filter(sent_at=None).count() == 3
        assert Draft.objects.exclude(sent_at=None).count() == 2 and Intake.objects.get().count == 2


@pytest.mark.django_db
def test_a_new_case_goes_to_the_unit_of_the_first_rule_that_holds(taken):
    service, dogs = a_service(), a_unit("dogs", sv="Hundarna", en="Dogs")
    set_for(service, rules=[{"when": "has_dog", "unit": "dogs"}])
    for has_dog, unit in (("yes", dogs.pk), ("no", service.owner_unit_id)):
        visitor = Visitor(a_browser())
        visitor.fill_in("about-you", name="Alva")
        visitor.fill_in("your-dog", has_dog=has_dog)
        if has_dog == "yes":
            visitor.fill_in("your-dog", has_dog="yes", dog_name="Fido")
            visitor.fill_in("vaccination", vaccinated="yes")
        visitor.fill_in("children")
        assert visitor.send().status_code == 303
        assert taken[-1].owner_unit_id == unit


@pytest.mark.django_db
def test_a_rule_that_fails_falls_back_to_the_owner(taken):
    service = a_service()
    for rule in (
        {"when": "gone == 'x'", "unit": "street"},
        {"when": "name > 3", "unit": "street"},
        {"when": "!has_dog", "unit": "closed"},
    ):
        with scope():
            Service.objects.update(settings={"rules": [rule]})
            forget_catalogues()
        visitor = Visitor(a_browser())
        visitor.fill_in_all()
        assert visitor.send().status_code == 303 and taken[-1].owner_unit_id == service.owner_unit_id


@pytest.mark.django_db
def test_the_page_of_the_settings_has_four_doors():
    a_service()
    assert a_browser().get(PAGE).status_code == 302
    for actor in (a_resident(), an_officer(), an_administrator(of=a_municipality("Lund"))):
        browser = a_browser(actor)
        assert (
            browser.get(PAGE).status_code == 404
            and browser.post(PAGE, {**EMPTY, "most": "1"}).status_code == 404
        )
    for actor in (an_author(), an_administrator()):
        assert a_browser(actor).get(PAGE).status_code == 200
    with scope():
        assert Service.objects.get().settings == {}


@pytest.mark.django_db
def test_the_settings_are_written_on_their_page_and_wrong_ones_are_told_at_their_field():
    a_service()
    browser = a_browser(an_author())
    fields = {
        "opens_on": "2027-01-01",
        "closes_on": "2027-02-01",
        "most": "40",
        "per": "month",
        "hours_mon": "08:00-12:00, 13:00-16:00",
        "rule1-how": "sentences",
        "rule1-question-0": "has_dog",
        "rule1-relation-0": "is",
        "rule1-value-0": "true",
        "unit_1": "street",
    }
    assert browser.post(PAGE, fields).status_code == 302
    with scope():
        assert Service.objects.get().settings == {
            "opens_on": "2027-01-01", "closes_on": "2027-02-01", "most": 40, "per": "month",
            "hours": {"mon": ["08:00-12:00", "13:00-16:00"]}, "rules": [{"when": "has_dog == true", "unit": "street"}],
        }  # fmt: skip
    page = browser.get(f"/en{PAGE}").content.decode()
    assert 'value="2027-01-01"' in page and "08:00-12:00, 13:00-16:00" in page and "has_dog == true" in page
    assert "If the answer to “Do you have a dog?” is “Yes”" in html.unescape(page)
    for wrong, told in (
        ({"rule1-how": "expression", "rule1-expression": "has_cat"}, "There is no “has_cat”"),
        ({"rule1-how": "expression", "rule1-expression": "has_dog && !has_dog"}, "Rule 1 can never be"),
        ({"rule1-how": "expression", "rule1-expression": "has_dog =="}, "missing at the end"),
        ({"rule1-question-0": ""}, "choose a question below"),
        ({"rule2-how": "unused", "unit_2": "street"}, "Say which cases"),
        ({"unit_1": ""}, "which unit"),
    ):
        answer = browser.post(f"/en{PAGE}", {**fields, **wrong})
        assert answer.status_code == 422 and told in html.unescape(answer.content.decode())
    going_on = browser.post(PAGE, {**fields, "rule2-question-0": "dog_name", "refresh": "rule2"})
    assert 'name="rule2-relation-0"' in going_on.content.decode()
    assert browser.post(PAGE, EMPTY).status_code == 302
    with scope():
        assert Service.objects.get().settings == {}
