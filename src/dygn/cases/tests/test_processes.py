"""A case goes through the process of its service: at the desk, for the person, and by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.audit.models import AuditEntry
from dygn.base.rate_limits import shared_counts
from dygn.cases.actions.answer_request import answer_request
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.do_case_step import do_case_step
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.withdraw_case import withdraw_case
from dygn.cases.models import Case
from dygn.cases.queries.process import process_of
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, a_sent_draft, fresh, submit
from dygn.cases.tests.permits import (
    a_failed_step,
    a_permit,
    a_permit_case,
    a_permit_whose_card_is_ordered,
    do_jobs,
    todo,
)
from dygn.integrations.connectors.fake import FakeSystem
from dygn.processes.actions.call_connector import forget_failures
from dygn.processes.actions.do_step import do_step
from dygn.processes.models import Connector, Instance, Step
from tests.cast import a_browser, a_municipality, a_person, a_resident, a_unit, an_officer, scope

pytestmark = pytest.mark.usefixtures("ekeby")
LIST = "/en/staff/cases/"


@pytest.fixture
def permit(ekeby):
    return a_permit()


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


def names(case):
    return [each.name for each in todo(case)]


def done(case, officer, **values):
    do_case_step(case.pk, todo(case)[0].id, values, actor=officer, now=timezone.now())
    do_jobs()


def test_a_case_of_a_service_without_a_process_queues_nothing():
    a_case()
    assert not ProcrastinateJob.objects.filter(task_name__contains="process").exists()
    assert Instance.objects.count() == 0


def test_the_process_begins_with_the_case_and_registers_it_by_itself(permit):
    case = a_permit_case(permit)
    assert case.registered_at is not None
    assert names(case) == ["Read the doctor's statement"] and todo(case)[0].due_on is not None


def test_a_case_that_is_sent_twice_has_one_process(permit):
    draft = a_sent_draft(service=permit, person=a_person(), answers={"drives": "drives"})
    submit(draft)
    submit(draft)
    do_jobs()
    assert Instance.objects.count() == 1


def test_only_what_the_process_asks_goes_into_it(permit):
    case = a_permit_case(permit)
    assert Instance.objects.get(subject=case.subject).state["values"] == {"drives": "drives"}


@pytest.mark.parametrize(
    ("drives", "step"),
    [("drives", "Assess how far the person walks"), ("rides", "Find out how much help is needed outside the car")],
)
def test_the_way_hangs_on_what_was_answered(permit, officer, drives, step):
    case = a_permit_case(permit, drives=drives)
    done(case, officer, statement_is_enough=True)
    assert names(fresh(case)) == [step]


def test_the_whole_way_from_sending_to_the_card(permit, officer):
    case = a_permit_case(permit)
    done(case, officer, statement_is_enough=True)
    done(case, officer)
    assert process_of(case, for_person=False).waits == ["The decision"]
    decide_case(case.pk, "granted", "Yes.", actor=officer, now=timezone.now())
    do_jobs()
    assert names(case) == ["Make and post the card"]
    done(case, officer)
    assert fresh(case).state == Case.State.CLOSED  # the end of the process moves the case


def test_a_refusal_ends_the_process_and_closes_the_case(permit, officer):
    case = a_permit_case(permit)
    decide_case(case.pk, "refused", "No.", actor=officer, now=timezone.now())  # before its turn
    done(case, officer, statement_is_enough=True)
    done(case, officer)
    assert fresh(case).state == Case.State.CLOSED


def test_what_is_missing_is_asked_for_and_the_answer_brings_it_back(permit, officer):
    person = a_person()
    case = a_permit_case(permit, person=person)
    done(case, officer, statement_is_enough=False)
    assert names(case) == ["Ask for what is missing"]
    done(case, officer)
    assert process_of(case, for_person=True).person_acts
    now = timezone.now()
    request_more(case.pk, ["How far?"], text="", answer_by=timezone.localdate(now) + timedelta(days=7), actor=officer, now=now)
    resident = a_resident(person)
    answer_request(case.pk, case.requests.get().pk, ["50 m"], actor=resident, now=now)
    do_jobs()
    assert names(case) == ["Read the doctor's statement"]


def test_a_case_that_is_withdrawn_has_nothing_left_to_do(permit):
    person = a_person()
    case = a_permit_case(permit, person=person)
    resident = a_resident(person)
    withdraw_case(case.pk, actor=resident, now=timezone.now())
    do_jobs()
    assert not Step.objects.filter(state__in=Step.UNFINISHED).exists()


# ---- the pages ----------------------------------------------------------------------------------


def step_url(case):
    return f"{LIST}{case.reference}/step/{todo(case)[0].id}/"


def test_the_desk_shows_what_to_do_now_and_marks_it_done(permit, officer):
    case, desk = a_permit_case(permit), a_browser(officer)
    page = desk.get(f"{LIST}{case.reference}/").text
    assert "What to do now" in page and "Is the statement enough" in page
    answer = desk.post(step_url(case), {"statement_is_enough": "yes"}, follow=True)
    assert "The step is done." in answer.text and "Assess how far the person walks" in answer.text
    assert "A step of the process is done" in answer.text


def test_an_answer_that_is_missing_is_asked_for(permit, officer):
    case = a_permit_case(permit)
    answer = a_browser(officer).post(step_url(case), {})
    assert answer.status_code == 422 and "Choose an answer." in answer.text
    assert names(case) == ["Read the doctor's statement"]


def test_a_step_that_a_colleague_has_done_is_said_to_be_done(permit, officer):
    case, desk = a_permit_case(permit), a_browser(officer)
    url = step_url(case)
    desk.post(url, {"statement_is_enough": "yes"})
    assert "Somebody has done this step already." in desk.post(url, {"statement_is_enough": "no"}, follow=True).text


def test_the_step_has_its_four_doors(permit, officer):
    case = a_permit_case(permit)
    url, given = step_url(case), {"statement_is_enough": "yes"}
    assert a_browser().post(url, given).status_code == 302
    assert a_browser(a_resident()).post(url, given).status_code == 404
    neighbour = an_officer(of=a_municipality("Lund"))
    assert a_browser(neighbour).post(url, given).status_code in (302, 404)
    other = an_officer(unit=a_unit("school", en="School"))
    assert a_browser(other).post(url, given).status_code == 404
    assert a_browser(officer).get(url).status_code == 405
    assert names(case) == ["Read the doctor's statement"]


def test_a_step_of_another_case_is_not_done_from_here(permit, officer):
    mine, other = a_permit_case(permit), a_permit_case(permit)
    url = f"{LIST}{mine.reference}/step/{todo(other)[0].id}/"
    a_browser(officer).post(url, {"statement_is_enough": "yes"})
    assert names(other) == ["Read the doctor's statement"]


def test_the_person_sees_where_it_is_and_what_comes(permit):
    person = a_person()
    case = a_permit_case(permit, person=person)
    page = a_browser(a_resident(person)).get(f"/en/my/cases/{case.reference}/").text
    assert "We read the doctor" in page and "You are here" in page and "We decide" in page
    assert "We write to you about what is missing" not in page  # it may never happen


def test_the_page_asks_a_fixed_number_of_questions_more_for_a_process(permit, officer):
    desk = a_browser(officer)
    case = a_permit_case(permit)
    desk.get(f"{LIST}{case.reference}/")
    with at_most(60):
        desk.get(f"{LIST}{case.reference}/")


def test_a_neighbour_has_none_of_it(permit):
    a_permit_case(permit)
    with scope(a_municipality("Lund")):
        assert Instance.objects.count() == 0 and Step.objects.count() == 0


def test_a_step_that_failed_says_why_and_is_tried_again_once(permit, officer):
    case, number = a_failed_step(permit)
    desk, url = a_browser(officer), f"{LIST}{case.reference}/step/{number}/"
    assert "The card register is silent." in desk.get(f"{LIST}{case.reference}/").text
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name__contains="do_step_later").count()
    assert "tried again" in desk.post(url, {}, follow=True).text
    step = Step.objects.get(pk=number)
    assert (step.state, step.tries, step.trouble) == ("open", 0, {})
    assert ProcrastinateJob.objects.filter(status="todo", task_name__contains="do_step_later").count() == waiting + 1
    assert "being tried already" in desk.post(url, {}, follow=True).text
    assert "being tried already" in desk.post(url, {"by_hand": "Called them"}, follow=True).text
    assert AuditEntry.objects.filter(action="process.step_tried_again", subject=case.subject).count() == 1


def test_the_process_goes_on_without_what_failed_when_somebody_says_what_was_done(permit, officer):
    case, number = a_failed_step(permit)
    desk, url = a_browser(officer), f"{LIST}{case.reference}/step/{number}/"
    assert "Say what you have done" in desk.post(url, {"by_hand": " "}, follow=True).text
    assert "at most 300" in desk.post(url, {"by_hand": "x" * 301}, follow=True).text
    assert Step.objects.get(pk=number).state == "failed"
    page = desk.post(url, {"by_hand": "Read it on paper"}, follow=True).text
    step = Step.objects.get(pk=number)
    assert (step.state, step.reason) == ("skipped", "Read it on paper") and "Read it on paper" in page
    assert number not in [each.id for each in todo(case)]


def test_what_failed_is_mended_by_officers_of_the_unit_alone(permit, officer):
    case, number = a_failed_step(permit)
    url = f"{LIST}{case.reference}/step/{number}/"
    other = an_officer(unit=a_unit("school", en="School"))
    for stranger in (a_browser(a_resident()), a_browser(other)):
        assert stranger.post(url, {"by_hand": "x"}).status_code == 404
    assert Step.objects.get(pk=number).state == "failed"


# ---- a system that a step calls -----------------------------------------------------------------


@pytest.fixture
def ordering(ekeby):
    forget_failures()
    shared_counts().forget()
    made = [{"when": "way == 'drives'", "answer": {"card": "K-7"}}]
    Connector.objects.create(
        key="cards", title="Cards", adapter="fake", settings={"rows": made},
        sends={"way": "drives"}, takes={"card_number": "answer.card"},
    )  # fmt: skip
    return a_permit_whose_card_is_ordered()


def granted(case, officer):
    done(case, officer, statement_is_enough=True)
    done(case, officer)
    decide_case(case.pk, "granted", "Yes.", actor=officer, now=timezone.now())
    do_jobs()


def card_of(case):
    return Step.objects.get(instance__subject=case.subject, element="make_card")


def test_a_system_is_called_in_its_turn_and_the_process_goes_on_with_its_answer(ordering, officer):
    case = a_permit_case(ordering)
    granted(case, officer)
    assert card_of(case).state == "done" and fresh(case).state == Case.State.CLOSED


def test_a_system_that_is_out_of_order_is_asked_again_with_the_same_key(ordering, officer, monkeypatch):
    keys, ask = [], FakeSystem.ask

    def counted(self, sent, *, once, seconds):
        keys.append(once)
        return ask(self, sent, once=once, seconds=seconds)

    monkeypatch.setattr(FakeSystem, "ask", counted)
    Connector.objects.update(settings={"is_down": True})
    case = a_permit_case(ordering)
    granted(case, officer)
    step = card_of(case)
    assert (step.state, step.tries) == ("waiting", 1) and step.try_at > timezone.now()
    Connector.objects.update(settings={"rows": [{"answer": {"card": "K-7"}}]})
    do_step(step.pk, now=step.try_at)
    do_step(step.pk, now=step.try_at)
    assert card_of(case).state == "done" and keys == [step.key] * 2


def test_a_system_that_refuses_or_is_gone_leaves_the_step_to_the_owner_with_its_cause(ordering, officer):
    Connector.objects.all().delete()
    case = a_permit_case(ordering)
    granted(case, officer)
    assert card_of(case).state == "failed" and "No connector cards is switched on." in todo(case)[0].trouble
    assert fresh(case).state == Case.State.DECIDED
