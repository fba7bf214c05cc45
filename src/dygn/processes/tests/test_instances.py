"""Processes under way: kept with their jobs, gone on with once, and never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.processes.actions.answer_step import answer_step
from dygn.processes.actions.do_step import do_step
from dygn.processes.actions.go_on import cannot_go_on
from dygn.processes.actions.hand_step_over import hand_step_over
from dygn.processes.actions.hear_message import hear_message, stop_process
from dygn.processes.actions.try_process_again import try_process_again
from dygn.processes.actions.wake import wake
from dygn.processes.adapters.fake import FakeTaskHandler
from dygn.processes.models import InstalledProcess, Instance, Step
from dygn.processes.ports import StepError
from dygn.processes.rules.trouble import MOST_TRIES, said_trouble
from dygn.processes.tests.factories import a_process, do_jobs, fresh, open_steps, service, step_of
from dygn.processes.tests.test_bpmn_executable import condition, flow
from dygn.processes.tests.test_bpmn_running import END, START, line, tasks
from tests.cast import a_municipality, scope

SOMEBODY = Actor(municipality_id=None, staff_id=1)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RECEIVE = "<receiveTask id='w' name='Wait' messageRef='m'/>"
MESSAGE = "<message id='m' name='decided'/>"
ERROR = "<error id='lost' errorCode='LOST'/>"


@pytest.fixture(autouse=True)
def ekeby(db, settings):
    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "task_handler": "fake"}
    FakeTaskHandler.done.clear()
    FakeTaskHandler.over.clear()
    FakeTaskHandler.answers.clear()
    with scope(a_municipality()) as municipality:
        yield municipality


def answered(instance, element, **values):
    return answer_step(step_of(instance, element).pk, values, by="staff:1", now=NOON)


def test_a_process_begins_and_says_what_is_to_be_done_and_by_when():
    instance = a_process(
        START + tasks("a", "b") + END + line("s", "a", "b", "e"), now=NOON, expected_days={"a": 2}
    )
    step = step_of(instance, "a")
    assert open_steps(instance) == ["a"]
    assert str(step.due_on) == "2026-11-24"  # Friday and two working days
    answered(instance, "a")
    assert open_steps(instance) == ["b"] and list(fresh(instance).place["passed"]) == ["a"]


def test_what_is_begun_with_the_same_key_is_begun_once():
    first = a_process(START + tasks("a") + END + line("s", "a", "e"), key="draft:1")
    again = a_process(START + tasks("a") + END + line("s", "a", "e"), key="draft:1")
    assert first.pk == again.pk and Step.objects.count() == 1


def test_the_drawing_is_kept_once_however_many_cases_run_on_it():
    for _each in range(3):
        a_process(START + tasks("a") + END + line("s", "a", "e"))
    assert InstalledProcess.objects.count() == 1 and Instance.objects.count() == 3
    with pytest.raises(Refusal):
        InstalledProcess.objects.get().save()


def test_two_who_do_the_same_step_are_taken_in_turn_and_the_second_is_told():
    instance = a_process(START + tasks("a") + END + line("s", "a", "e"))
    step = step_of(instance, "a")
    answer_step(step.pk, {}, by="staff:1", now=NOON)
    with pytest.raises(Refusal) as refused:
        answer_step(step.pk, {}, by="staff:2", now=NOON)
    assert refused.value.code == "not_open"


def test_the_installation_does_its_steps_by_jobs_of_the_same_transaction():
    with pytest.raises(RuntimeError), transaction.atomic():
        a_process(START + service("r") + END + line("s", "r", "e"))
        raise RuntimeError
    assert not ProcrastinateJob.objects.filter(task_name__contains="processes").exists()
    instance = a_process(START + service("r") + END + line("s", "r", "e"))
    assert do_jobs() == 2  # the step, and the word that it is over
    assert fresh(instance).status == "ended" and len(FakeTaskHandler.over) == 1


def test_a_job_that_comes_twice_does_nothing_twice():
    instance = a_process(START + service("r") + tasks("a") + END + line("s", "r", "a", "e"))
    step = step_of(instance, "r")
    for _each in range(2):
        do_step(step.pk, now=timezone.now())
    assert [work.key for work in FakeTaskHandler.done] == [step.key]
    assert open_steps(instance) == ["a"]


def test_what_fails_outside_is_tried_again_later_and_at_last_stands_on_the_list():
    instance = a_process(START + service("r") + END + line("s", "r", "e"), now=NOON)
    FakeTaskHandler.answers["register"] = OutsideFailure("the archive is closed")
    step, now, waits = step_of(instance, "r"), NOON, []
    for _each in range(MOST_TRIES):
        do_step(step.pk, now=now)
        step = fresh(step)
        if step.try_at:
            waits.append((step.try_at - now).total_seconds())
            now = step.try_at
    assert waits == [30, 180, 1080, 6480, 38880]
    assert step.state == "failed" and "the archive is closed" in said_trouble(step.trouble)


def test_what_trying_again_cannot_mend_stands_on_the_list_at_once():
    instance = a_process(START + service("r") + END + line("s", "r", "e"))
    FakeTaskHandler.answers["register"] = OutsideFailure("no such address", lasting=True)
    do_jobs()
    assert step_of(instance, "r").state == "failed" and open_steps(instance) == ["r"]


def test_an_error_that_is_drawn_goes_the_way_that_is_drawn():
    edge = "<boundaryEvent id='x' attachedToRef='r'><errorEventDefinition errorRef='lost'/></boundaryEvent>"
    inner = START + service("r") + edge + tasks("a") + END + line("s", "r", "e") + flow("x", "a")
    instance = a_process(inner + flow("a", "e"), outside=ERROR)
    FakeTaskHandler.answers["register"] = StepError("LOST")
    do_jobs()
    assert open_steps(instance) == ["a"]


WAITING = START + tasks("a") + RECEIVE + tasks("b") + END + line("s", "a", "w", "b", "e")


def test_a_message_is_heard_when_it_is_waited_for():
    instance = a_process(WAITING, subject="thing:7", outside=MESSAGE)
    assert hear_message("thing:7", "decided", {}, now=NOON) == 0
    answered(instance, "a")
    assert [each["element"] for each in fresh(instance).place["waits"]] == ["w"]
    assert hear_message("thing:7", "decided", {"outcome": "granted"}, now=NOON) == 1
    assert open_steps(instance) == ["b"] and fresh(instance).state["values"] == {"outcome": "granted"}


def test_what_stays_true_is_heard_though_it_came_early():
    instance = a_process(WAITING, subject="thing:7", outside=MESSAGE)
    hear_message("thing:7", "decided", {"outcome": "granted"}, now=NOON, keep=True)
    answered(instance, "a")
    assert open_steps(instance) == ["b"]


def test_what_is_stopped_has_nothing_left_to_do():
    instance = a_process(WAITING, subject="thing:7", outside=MESSAGE)
    stop_process("thing:7", now=NOON)
    assert open_steps(instance) == [] and fresh(instance).status == "stopped"


def test_an_hour_that_has_come_is_noticed_once():
    timer = "<intermediateCatchEvent id='t'><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    instance = a_process(START + timer + tasks("a") + END + line("s", "t", "a", "e"), now=NOON)
    assert ProcrastinateJob.objects.get(task_name__contains="wake").scheduled_at == fresh(instance).wake_at
    wake(instance.pk, now=NOON + timedelta(days=2))
    assert open_steps(instance) == []
    for _each in range(2):
        wake(instance.pk, now=NOON + timedelta(days=3))
    assert open_steps(instance) == ["a"] and Step.objects.count() == 1


def test_one_that_cannot_go_on_is_there_and_says_why():
    inner = START + '<exclusiveGateway id="g" name="Which?"/>' + tasks("a", "b") + line("s", "g")
    ways = flow("g", "a", condition("=x = 1")) + flow("g", "b", condition("=x = 2"))
    instance = a_process(inner + ways, {"x": 3})
    assert fresh(instance).status == "failed" and "Which?" in said_trouble(fresh(instance).trouble)


def test_one_that_still_cannot_go_on_stays_as_it_was_and_says_why():
    inner = START + '<exclusiveGateway id="g" name="Which?"/>' + tasks("a", "b") + line("s", "g")
    ways = flow("g", "a", condition("=x = 1")) + flow("g", "b", condition("=x = 2"))
    instance = a_process(inner + ways, {"x": 3})
    with pytest.raises(Refusal) as refused:
        try_process_again(instance.pk, actor=SOMEBODY, now=NOON)
    assert refused.value.code == "no_way" and fresh(instance).status == "failed"
    Instance.objects.filter(pk=instance.pk).update(state={"values": {"x": 2}})
    try_process_again(instance.pk, actor=SOMEBODY, now=NOON)
    assert open_steps(instance) == ["b"] and fresh(instance).trouble == {}
    with pytest.raises(Refusal):
        try_process_again(instance.pk, actor=SOMEBODY, now=NOON)


def test_what_it_could_not_go_on_from_is_heard_again_when_it_is_tried_again():
    gateway = '<exclusiveGateway id="g"/>'
    ways = line("s", "w", "g") + flow("g", "a", condition('=outcome = "granted"')) + flow("g", "b", condition("=y = 1"))
    instance = a_process(START + RECEIVE + gateway + tasks("a", "b") + ways, subject="thing:7", outside=MESSAGE)
    hear_message("thing:7", "decided", {"outcome": "partly"}, now=NOON)
    assert fresh(instance).status == "failed"
    kept = fresh(instance).state
    Instance.objects.filter(pk=instance.pk).update(state={**kept, "values": {"y": 1}})
    try_process_again(instance.pk, actor=SOMEBODY, now=NOON)
    assert open_steps(instance) == ["b"] and fresh(instance).early == []


def test_the_hour_is_still_waited_for_after_it_was_tried_again():
    timer = "<intermediateCatchEvent id='t'><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    instance = a_process(START + timer + tasks("a") + END + line("s", "t", "a", "e"), now=NOON)
    cannot_go_on(instance, Refusal("x", "No way."))
    wake(instance.pk, now=NOON + timedelta(days=3))
    try_process_again(instance.pk, actor=SOMEBODY, now=NOON + timedelta(days=3))
    assert open_steps(instance) == ["a"]


def test_a_step_that_is_handed_to_people_is_not_done_by_itself_any_more():
    instance = a_process(START + service("r") + END + line("s", "r", "e"))
    FakeTaskHandler.answers["register"] = OutsideFailure("no such address", lasting=True)
    do_jobs()
    step = hand_step_over(step_of(instance, "r").pk, "It is gone", actor=SOMEBODY, now=NOON)
    assert step.is_for_people and step.trouble
    do_step(step.pk, now=NOON)
    with pytest.raises(Refusal):
        hand_step_over(step.pk, "Again", actor=SOMEBODY, now=NOON)
    answered(instance, "r")
    assert fresh(instance).status == "ended" and FakeTaskHandler.done == []


def test_the_state_of_forty_steps_takes_less_than_five_kilobytes():
    import json

    names = [f"t{number}" for number in range(40)]
    instance = a_process(START + tasks(*names) + END + line("s", *names, "e"))
    for name in names[:-1]:
        answered(instance, name)
    kept = fresh(instance)
    assert len(json.dumps([kept.state, kept.early])) < 5_000


def test_a_neighbour_s_processes_are_not_there():
    instance = a_process(START + tasks("a") + END + line("s", "a", "e"))
    step = step_of(instance, "a")
    with in_municipality(a_municipality("Lund").pk), pytest.raises(Step.DoesNotExist):
        answer_step(step.pk, {}, by="staff:1", now=NOON)
