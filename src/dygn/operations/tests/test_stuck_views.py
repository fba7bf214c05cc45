"""What processes could not do: seen and mended by those who look after the services."""

import re

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import Refusal
from dygn.cases.actions.do_case_step import do_case_step
from dygn.cases.actions.note_near_person import step_aside
from dygn.cases.queries.process import process_of
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.permits import a_failed_step, a_permit, a_permit_case, todo
from dygn.processes.actions.go_on import cannot_go_on
from dygn.processes.models import Instance, Step
from dygn.processes.tests.factories import fresh
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
URL = "/en/staff/admin/stuck/"


@pytest.fixture
def permit(db):
    with scope():
        yield a_permit()


@pytest.fixture
def owner(permit):
    return a_browser(an_author())


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def fail_here(instance, words="No way leads on."):
    cannot_go_on(instance, Refusal("no_way", words))


def test_an_owner_sees_what_failed_with_its_cause_and_how_often_it_was_tried(permit, owner):
    case, _number = a_failed_step(permit)
    page = text_of(owner.get(URL))
    assert "Another system did not do its part: The card register is silent." in page
    assert "Read the doctor's statement" in page.replace("&#x27;", "'") and case.reference in page and " 12 " in page
    assert f"/staff/cases/{case.reference}/" not in owner.get(URL).text  # no officer: not led to the case


def test_an_owner_who_is_an_officer_too_is_led_to_the_case(permit):
    case, _number = a_failed_step(permit)
    both = a_browser(a_colleague(a_staff_member("officer", "service_owner")))
    assert f"/staff/cases/{case.reference}/" in both.get(URL).text


def test_many_are_tried_again_at_once(permit, owner):
    numbers = [a_failed_step(permit)[1] for _each in range(2)]
    marks = [f"step-{number}" for number in numbers]
    page = owner.post(URL, {"what": "again", "trouble": marks}, follow=True)
    assert "2 are on their way." in page.text and "Nothing waits for you" in page.text
    assert {Step.objects.get(pk=number).state for number in numbers} == {"open"}
    assert AuditEntry.objects.filter(action="process.step_tried_again").count() == 2


def test_a_step_is_skipped_with_a_reason_that_stands_in_the_history(permit, owner):
    case, number = a_failed_step(permit)
    answer = owner.post(URL, {"what": "without", "trouble": f"step-{number}"})
    assert answer.status_code == 422 and "Say what you have done" in answer.text and " checked" in answer.text
    owner.post(URL, {"what": "without", "reason": "Read on paper", "trouble": f"step-{number}"})
    step = Step.objects.get(pk=number)
    assert (step.state, step.reason) == ("skipped", "Read on paper")
    history = a_browser(an_officer()).get(f"/en/staff/cases/{case.reference}/").text
    assert "Read on paper" in history


def test_a_step_is_handed_to_an_officer_who_does_it_once(permit, owner):
    case, number = a_failed_step(permit)
    olga = an_officer(unit=case.unit, name="Olga Officer")
    owner.post(URL, {"what": "person", "reason": "The register is gone", "officer": olga.staff_id, "trouble": f"step-{number}"})
    assert fresh(case).assignee_id == olga.staff_id and not owner.get(URL).context["rows"]
    page = a_browser(olga).get(f"/en/staff/cases/{case.reference}/").text
    assert "The register is gone" in page and "The card register is silent." in page
    assert todo(case)[0].is_for_people
    do_case_step(case.pk, number, {"statement_is_enough": True}, actor=olga, now=timezone.now())
    with pytest.raises(Refusal):
        do_case_step(case.pk, number, {"statement_is_enough": True}, actor=olga, now=timezone.now())


def test_whoever_handles_no_cases_of_the_unit_cannot_be_chosen(permit, owner):
    _case, number = a_failed_step(permit)
    other = an_officer(unit=a_unit("school", en="School"))
    given = {"what": "person", "reason": "Gone", "officer": other.staff_id, "trouble": f"step-{number}"}
    assert owner.post(URL, given).status_code == 422
    assert "Choose an officer." in owner.post(URL, {**given, "officer": ""}).text
    assert Step.objects.get(pk=number).state == "failed"


def test_a_process_that_could_not_go_on_goes_on_from_where_it_stood(permit, owner):
    case = a_permit_case(permit)
    instance = Instance.objects.get(subject=case.subject)
    fail_here(instance)
    assert "The whole process" in owner.get(URL).text and not todo(case)
    owner.post(URL, {"what": "again", "trouble": f"process-{instance.pk}"})
    assert fresh(instance).status == "running" and len(todo(case)) == 1


def test_what_is_no_step_cannot_be_skipped_and_is_left_as_it_is(permit, owner):
    instance = Instance.objects.get(subject=a_permit_case(permit).subject)
    fail_here(instance)
    answer = owner.post(URL, {"what": "without", "reason": "x", "trouble": f"process-{instance.pk}"})
    assert "There is no step to go on from." in text_of(answer) and answer.status_code == 422
    assert fresh(instance).status == "failed"


def test_a_whole_process_is_handed_to_a_person_and_stops(permit, owner):
    case = a_permit_case(permit)
    instance = Instance.objects.get(subject=case.subject)
    fail_here(instance)
    olga = an_officer(unit=case.unit)
    given = {"what": "person", "reason": "By hand", "officer": olga.staff_id, "trouble": f"process-{instance.pk}"}
    owner.post(URL, given)
    assert fresh(instance).status == "stopped" and fresh(case).assignee_id == olga.staff_id
    assert process_of(fresh(case), for_person=False).is_over


def test_one_that_cannot_be_done_leaves_the_others_alone(permit, owner):
    numbers = [a_failed_step(permit)[1] for _each in range(2)]
    Step.objects.filter(pk=numbers[0]).update(state="open")
    marks = [*(f"step-{number}" for number in numbers), "step-999999", "nonsense"]
    page = owner.post(URL, {"what": "again", "trouble": marks})
    assert page.status_code == 422 and "1 is on its way." in page.text
    assert {Step.objects.get(pk=number).state for number in numbers} == {"open"}


def test_nobody_mends_a_case_that_is_near_to_them(permit):
    case, number = a_failed_step(permit)
    both = a_colleague(a_staff_member("officer", "service_owner", unit=case.unit))
    step_aside(case.pk, "My aunt", actor=both, now=timezone.now())
    page = a_browser(both).post(URL, {"what": "again", "trouble": f"step-{number}"})
    assert "Nobody handles a case of their own" in page.text and Step.objects.get(pk=number).state == "failed"


def test_nothing_to_choose_from_is_said(permit, owner):
    assert "Nothing waits for you" in owner.get(URL).text
    a_failed_step(permit)
    assert "Choose what it concerns first." in owner.post(URL, {"what": "again"}).text
    assert "Choose what is to happen." in owner.post(URL, {}).text


def test_only_those_who_publish_the_service_see_and_mend_it(permit):
    _case, number = a_failed_step(permit)
    given = {"what": "again", "trouble": f"step-{number}"}
    assert a_browser().get(URL).status_code == 302
    for stranger in (a_resident(), an_officer()):
        assert a_browser(stranger).get(URL).status_code in (302, 404)
        assert a_browser(stranger).post(URL, given).status_code in (302, 404)
    school = a_unit("school", en="School")
    elsewhere = a_browser(a_colleague(a_staff_member("service_owner", unit=school)))
    neighbour = a_browser(an_author(of=a_municipality("Lund")))
    for browser in (elsewhere, neighbour):
        assert "card register" not in browser.get(URL).text
        browser.post(URL, given)
    assert Step.objects.get(pk=number).state == "failed"
    assert "card register" in a_browser(an_administrator()).get(URL).text
    assert a_browser(an_author()).put(URL).status_code == 405


def test_the_page_asks_as_much_for_many_as_for_few(permit, owner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_failed_step(permit)
    owner.get(URL)
    with CaptureQueriesContext(connection) as few:
        owner.get(URL)
    for _each in range(4):
        a_failed_step(permit)
    with at_most(len(few)):
        assert owner.get(URL).text.count("The card register is silent.") == 5

