"""Processes run step by step: nothing is kept but plain data, and nothing is done twice."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dygn.base.errors import Refusal
from dygn.processes.rules.bpmn import run
from dygn.processes.rules.bpmn.read import read_bpmn
from dygn.processes.rules.bpmn.times import Calendar, read_cycle, read_moment, read_span
from dygn.processes.tests.test_bpmn_executable import condition, flow
from dygn.processes.tests.test_bpmn_reading import a_file
from tests.material import SUNDSVALL, material

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
STOCKHOLM = Calendar(ZoneInfo("Europe/Stockholm"), "se")
A_DAY = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
A_MESSAGE = "<messageEventDefinition/>"


class Run:
    """A process under way; between any two steps it is nothing but JSON."""

    def __init__(self, inner, values=(), *, now=NOON, calendar=STOCKHOLM, outside="", **chosen):
        content = a_file(inner).replace(b"</definitions>", f"{outside}</definitions>".encode())
        self.definition = run.define(read_bpmn(content), calendar=calendar, **chosen)
        self.now = now
        self.standing = run.begin(self.definition, dict(values), now=now)

    def go(self, verb, *arguments):
        state = json.loads(json.dumps(self.standing.state))
        self.standing = verb(self.definition, state, *arguments, now=self.now)
        return self

    def done(self, name, **values):
        return self.go(run.answer, self.number(name), values)

    def later(self, **span):
        self.now += timedelta(**span)
        return self.go(run.wake)

    def number(self, name):
        return next(each.number for each in self.standing.open if each.step.id == name)

    @property
    def open(self):
        return sorted(each.step.id for each in self.standing.open)

    @property
    def over(self):
        return self.standing.is_over


def line(*names):
    return "".join(flow(one, other) for one, other in pairwise(names))


def tasks(*names, kind="userTask"):
    return "".join(f'<{kind} id="{name}"/>' for name in names)


START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


def test_steps_follow_each_other_and_each_is_answered_once():
    process = Run(START + tasks("a", "b") + END + line("s", "a", "b", "e"), {"x": 1})
    first = process.number("a")
    assert process.open == ["a"]
    assert process.done("a", y=2).open == ["b"]
    assert process.standing.values == {"x": 1, "y": 2}
    with pytest.raises(Refusal) as refused:
        process.go(run.answer, first, {})
    assert refused.value.code == "not_open"
    assert process.done("b").over and process.open == []


CHOICE = START + '<exclusiveGateway id="g" default="g-c"/>' + tasks("a", "b", "c") + line("s", "g")


@pytest.mark.parametrize(("amount", "chosen"), [(5, "a"), (50, "b"), (500, "c"), (None, "c")])
def test_one_way_is_taken_and_the_other_when_no_condition_holds(amount, chosen):
    ways = flow("g", "a", condition("${amount &lt; 10}")) + flow("g", "b", condition("=amount &lt; 100"))
    assert Run(CHOICE + ways + flow("g", "c"), {"amount": amount}).open == [chosen]


def test_where_no_way_leads_on_it_is_said_in_plain_words():
    inner = START + '<exclusiveGateway id="g" name="Which?"/>' + tasks("a", "b") + line("s", "g")
    ways = flow("g", "a", condition("=x = 1")) + flow("g", "b", condition("=x = 2"))
    with pytest.raises(Refusal) as refused:
        Run(inner + ways, {"x": 3})
    assert refused.value.code == "no_way" and "Which?" in str(refused.value.message)


FORK = (
    START
    + '<{0} id="f"/><{0} id="j"/>'
    + tasks("a", "b", "z")
    + line("s", "f")
    + line("a", "j", "z")
    + line("b", "j")
)


def test_all_ways_are_gone_at_once_and_wait_for_each_other():
    process = Run(FORK.format("parallelGateway") + flow("f", "a") + flow("f", "b"))
    assert process.open == ["a", "b"]
    assert process.done("b").open == ["a"]
    assert process.done("a").open == ["z"]


@pytest.mark.parametrize(("x", "opened"), [(1, ["a"]), (3, ["a", "b"])])
def test_some_ways_are_gone_and_only_they_are_waited_for(x, opened):
    ways = flow("f", "a", condition("=x &gt; 0")) + flow("f", "b", condition("=x &gt; 2"))
    process = Run(FORK.format("inclusiveGateway") + ways, {"x": x})
    assert process.open == opened
    for name in opened:
        process.done(name)
    assert process.open == ["z"]


def test_what_happens_first_decides_and_the_rest_is_forgotten():
    inner = (
        START
        + '<eventBasedGateway id="g"/>'
        + f'<intermediateCatchEvent id="m" name="reply">{A_MESSAGE}</intermediateCatchEvent>'
        + f'<intermediateCatchEvent id="t">{A_DAY}</intermediateCatchEvent>'
        + tasks("a", "b")
        + line("s", "g", "m", "a")
        + line("g", "t", "b")
    )
    waits = Run(inner)
    assert {(each.kind, each.name) for each in waits.standing.waiting} == {
        ("message", "reply"),
        ("time", "t"),
    }
    assert waits.standing.next_due == NOON + timedelta(days=1)
    assert waits.go(run.hear, "message", "reply", {"said": "yes"}).open == ["a"]
    assert waits.standing.values == {"said": "yes"}
    assert waits.later(days=2).open == ["a"]
    assert Run(inner).later(hours=23).later(hours=1).open == ["b"]


def test_an_hour_that_is_not_known_yet_is_waited_for_until_it_is():
    timer = "<timerEventDefinition><timeDate>${{{}}}</timeDate></timerEventDefinition>".format("when")
    catch = f'<intermediateCatchEvent id="t">{timer}</intermediateCatchEvent>'
    process = Run(START + catch + tasks("a") + line("s", "t", "a"))
    assert process.later(days=9).open == [] and process.standing.next_due is None
    assert process.go(run.note, {"when": "2026-12-24"}).standing.next_due is not None
    assert process.later(days=40).open == ["a"]


def test_a_message_that_nobody_waits_for_is_refused():
    process = Run(START + tasks("a") + line("s", "a"))
    with pytest.raises(Refusal) as refused:
        process.go(run.hear, "message", "reply", {})
    assert refused.value.code == "nobody_waits"


def at_the_edge(events, *, ends):
    edge = (
        f'<boundaryEvent id="x" name="x" attachedToRef="a" cancelActivity="{ends}">{events}</boundaryEvent>'
    )
    return START + tasks("a", "late") + END + edge + line("s", "a", "e") + line("x", "late")


def test_an_event_at_the_edge_ends_a_step_or_stands_beside_it():
    assert Run(at_the_edge(A_DAY, ends="true")).later(days=1).open == ["late"]
    beside = Run(at_the_edge(A_DAY, ends="false")).later(days=1)
    assert beside.open == ["a", "late"]
    assert not beside.done("a").over
    assert beside.done("late").over
    assert Run(at_the_edge(A_MESSAGE, ends="true")).go(run.hear, "message", "x", {}).open == ["late"]
    assert Run(at_the_edge(A_DAY, ends="true")).done("a").over


def test_what_comes_again_comes_as_often_as_it_says_and_is_not_made_up_for():
    again = "<timerEventDefinition><timeCycle>R2/P1D</timeCycle></timerEventDefinition>"
    process = Run(at_the_edge(again, ends="false"))
    assert process.later(days=3).open == ["a", "late"]
    assert process.go(run.wake).open == ["a", "late"]
    assert process.later(days=1).open == ["a", "late", "late"]
    assert process.later(days=9).open == ["a", "late", "late"]
    assert process.standing.next_due is None


def test_an_error_is_caught_at_the_edge_of_its_own_step_or_of_what_is_around_it():
    error = '<error id="er" errorCode="refused"/>'
    edge = '<boundaryEvent id="x" attachedToRef="{}"><errorEventDefinition errorRef="er"/></boundaryEvent>'
    own = START + tasks("a", "b") + edge.format("a") + line("s", "a") + line("x", "b")
    process = Run(own, outside=error)
    assert process.go(run.fail, process.number("a"), "refused").open == ["b"]
    inner = f'<subProcess id="p1">{tasks("a")}</subProcess>'
    around = START + inner + tasks("b") + edge.format("p1") + line("s", "p1") + line("x", "b")
    process = Run(around, outside=error)
    with pytest.raises(Refusal) as refused:
        process.go(run.fail, process.number("a"), "else")
    assert refused.value.code == "not_caught"
    assert process.go(run.fail, process.number("a"), "refused").open == ["b"]


def test_an_error_or_escalation_thrown_within_is_caught_around():
    for kind in ("error", "escalation"):
        end = f'<endEvent id="x1"><{kind}EventDefinition {kind}Ref="er"/></endEvent>'
        inner = f'<subProcess id="p1">{tasks("a")}{end}{line("a", "x1")}</subProcess>'
        edge = f'<boundaryEvent id="x" attachedToRef="p1"><{kind}EventDefinition {kind}Ref="er"/></boundaryEvent>'
        process = Run(
            START + inner + tasks("b", "c") + edge + line("s", "p1", "c") + line("x", "b"),
            outside=f'<{kind} id="er" {kind}Code="7"/>',
        )
        assert process.done("a").open == ["b"]


def test_a_condition_is_waited_for_and_noticed_when_a_value_is_noted():
    waits = f'<intermediateCatchEvent id="w"><conditionalEventDefinition>{"<condition>${come}</condition>"}'
    inner = (
        START
        + waits
        + "</conditionalEventDefinition></intermediateCatchEvent>"
        + tasks("a")
        + line("s", "w", "a")
    )
    process = Run(inner)
    assert process.go(run.note, {"other": 1}).open == []
    assert process.go(run.note, {"come": True}).open == ["a"]


def test_a_signal_and_a_link_lead_on_within_the_process():
    signal = '<signalEventDefinition signalRef="si"/>'
    inner = (
        START
        + '<parallelGateway id="f"/>'
        + f'<intermediateCatchEvent id="c">{signal}</intermediateCatchEvent>'
        + f'<intermediateThrowEvent id="t">{signal}</intermediateThrowEvent>'
        + '<intermediateThrowEvent id="l1"><linkEventDefinition name="k"/></intermediateThrowEvent>'
        + '<intermediateCatchEvent id="l2"><linkEventDefinition name="k"/></intermediateCatchEvent>'
        + tasks("a", "b", "go")
        + line("s", "f", "c", "a")
        + line("f", "go", "t", "l1")
        + line("l2", "b")
    )
    assert Run(inner, outside='<signal id="si" name="si"/>').done("go").open == ["a", "b"]


EACH = '<multiInstanceLoopCharacteristics isSequential="{0}">{1}</multiInstanceLoopCharacteristics>'
OF_A_LIST = (
    "<loopDataInputRef>people</loopDataInputRef><loopDataOutputRef>said</loopDataOutputRef>"
    '<inputDataItem id="person"/><outputDataItem id="answer"/>'
)


@pytest.mark.parametrize("one_by_one", ["true", "false"])
def test_a_step_is_done_once_for_each_of_a_list_and_gathers_what_they_say(one_by_one):
    step = f'<userTask id="a">{EACH.format(one_by_one, OF_A_LIST)}</userTask>'
    process = Run(START + step + tasks("b") + line("s", "a", "b"), {"people": ["Ann", "Bo", "Cy"]})
    assert len(process.open) == (1 if one_by_one == "true" else 3)
    for _turn in range(3):
        person = process.standing.open[0].given["person"]
        process.done("a", answer=f"{person} agrees")
    assert process.open == ["b"]
    assert process.standing.values["said"] == ["Ann agrees", "Bo agrees", "Cy agrees"]


def test_a_list_of_none_and_a_number_of_times_and_what_ends_it_early():
    def several(inner, values=()):
        step = f'<userTask id="a">{EACH.format("true", inner)}</userTask>'
        return Run(START + step + tasks("b") + line("s", "a", "b"), values)

    assert several(OF_A_LIST, {"people": []}).open == ["b"]
    assert several(OF_A_LIST).open == ["b"]
    twice = several("<loopCardinality>2</loopCardinality>")
    assert twice.done("a").open == ["a"] and twice.done("a").open == ["b"]
    early = "<loopCardinality>9</loopCardinality><completionCondition>${enough}</completionCondition>"
    assert several(early).done("a").done("a", enough=True).open == ["b"]


def test_a_step_is_done_again_as_long_as_it_must():
    loop = "<standardLoopCharacteristics{0}><loopCondition>${{more}}</loopCondition></standardLoopCharacteristics>"
    step = '<userTask id="a">{}</userTask>'
    inner = START + tasks("b") + line("s", "a", "b")
    process = Run(inner + step.format(loop.format("")))
    assert process.done("a", more=True).open == ["a"]
    assert process.done("a", more=False).open == ["b"]
    assert Run(inner + step.format(loop.format(' testBefore="true"'))).open == ["b"]


def test_processes_within_and_called_ones_run_with_all_that_is_known():
    called = '</process><process id="other">' + tasks("c")
    inner = f'<subProcess id="p1"><startEvent id="s1"/>{tasks("a")}{line("s1", "a")}</subProcess>'
    calls = '<callActivity id="k" calledElement="other"/><callActivity id="g" calledElement="gt"/>'
    process = Run(
        START + inner + calls + END + line("s", "p1", "k", "g", "e") + called,
        outside='<globalUserTask id="gt"/>',
    )
    assert process.done("a", x=1).open == ["c"]
    assert process.done("c").open == ["g"]
    assert process.done("g").over and process.standing.values == {"x": 1}


def test_a_sub_process_that_an_event_begins_stands_beside_all_else():
    begun = (
        '<subProcess id="ev" triggeredByEvent="true"><startEvent id="es" isInterrupting="{}">'
        f"{A_MESSAGE}</startEvent>{tasks('x')}{line('es', 'x')}</subProcess>"
    )
    for ends, opened in (("false", ["a", "x"]), ("true", ["x"])):
        process = Run(START + tasks("a") + END + line("s", "a", "e") + begun.format(ends))
        assert process.open == ["a"]
        assert process.go(run.hear, "message", "es", {}).open == opened
        assert process.done("x").over is (ends == "true")


def test_the_end_of_everything_ends_everything():
    inner = (
        START
        + '<parallelGateway id="f"/><endEvent id="t"><terminateEventDefinition/></endEvent>'
        + tasks("a", "b")
    )
    process = Run(inner + line("s", "f", "a", "t") + line("f", "b"))
    assert process.done("a").over


def test_messages_that_leave_are_steps_that_somebody_answers_for():
    end = f'<endEvent id="e" name="Decided">{A_MESSAGE}</endEvent>'
    throw = f'<intermediateThrowEvent id="t">{A_MESSAGE}</intermediateThrowEvent>'
    process = Run(START + throw + end + line("s", "t", "e"))
    assert process.open == ["t"]
    assert process.done("t").open == ["e"]
    assert process.done("e").over


def test_a_process_that_goes_round_without_waiting_is_stopped():
    inner = START + '<exclusiveGateway id="g"/><exclusiveGateway id="h"/>' + line("s", "g", "h", "g")
    with pytest.raises(Refusal) as refused:
        Run(inner)
    assert refused.value.code == "endless"


def test_a_process_that_joins_what_was_never_parted_says_that_it_is_stuck():
    inner = (
        START
        + '<exclusiveGateway id="g" default="g-b"/><parallelGateway id="j"/>'
        + tasks("a", "b")
        + line("s", "g")
    )
    ways = flow("g", "a", condition("${x}")) + flow("g", "b") + flow("a", "j") + flow("b", "j")
    process = Run(inner + ways)
    assert not process.standing.is_stuck and process.done("b").standing.is_stuck


def test_within_a_sub_process_that_an_event_ended_nothing_is_left_open():
    begun = (
        f'<subProcess id="ev" triggeredByEvent="true"><startEvent id="es">{A_MESSAGE}</startEvent>{tasks("x")}'
        f"{line('es', 'x')}</subProcess>"
    )
    several = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    inner = f'<subProcess id="p1">{tasks("a")}{several}</subProcess>'
    process = Run(START + inner + END + line("s", "p1", "e") + begun)
    assert process.open == ["a", "a"]
    assert process.done("a").go(run.hear, "message", "es", {}).open == ["x"]
    assert process.done("x").over


def test_a_process_that_is_drawing_only_does_not_begin():
    for inner in ("<scriptTask id='a'/>", "<complexGateway id='a'/>"):
        with pytest.raises(Refusal) as refused:
            Run(inner)
        assert refused.value.code == "drawing_only"
    with pytest.raises(Refusal) as refused:
        Run(tasks("a"), process_id="gone")
    assert refused.value.code == "no_process"


def test_the_engine_never_evaluates_a_text(monkeypatch):
    from SpiffWorkflow.bpmn.script_engine import python_engine, python_environment

    def never(*_arguments, **_named):
        raise AssertionError("the engine's own evaluation was reached")

    for made in (python_engine.PythonScriptEngine, python_environment.TaskDataEnvironment):
        for name in ("__init__", "evaluate", "execute"):
            monkeypatch.setattr(made, name, never)
    a_choice = (
        CHOICE + flow("g", "a", condition("=x = 1")) + flow("g", "b", condition("${y}")) + flow("g", "c")
    )
    assert Run(a_choice, {"y": True}).done("b").over


def test_the_state_of_forty_steps_is_small_and_numbers_are_never_used_twice():
    names = [f"a_task_with_a_long_name_{number}" for number in range(40)]
    process = Run(START + tasks(*names) + END + line("s", *names, "e"), {"case": "2026-000123"})
    numbers = []
    for name in names:
        numbers.append(process.number(name))
        process.done(name)
        assert len(json.dumps(process.standing.state)) <= 5_000
    assert process.over and len(set(numbers)) == 40
    wide = START + '<parallelGateway id="f"/><parallelGateway id="j"/>' + tasks(*names[:37]) + line("s", "f")
    wide += "".join(line("f", name, "j") for name in names[:37])
    assert len(json.dumps(Run(wide).standing.state)) <= 5_000


def test_a_long_line_of_steps_runs_to_its_end():
    names = [f"a{number}" for number in range(200)]
    process = Run(tasks(*names) + line(*names))
    for name in names:
        process.done(name)
    assert process.over


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("P1D", "2026-03-28T12:00+01:00", "2026-03-29T12:00+02:00"),
        ("PT24H", "2026-03-28T12:00+01:00", "2026-03-29T13:00+02:00"),
        ("P1D", "2026-10-24T00:00+02:00", "2026-10-25T00:00+02:00"),
        ("P1D", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"),
        ("P1M", "2028-01-31T08:00+01:00", "2028-02-29T08:00+01:00"),
        ("P1Y", "2028-02-29T08:00+01:00", "2029-02-28T08:00+01:00"),
        ("P1Y2M", "2026-11-20T08:00+01:00", "2028-01-20T08:00+01:00"),
        ("P3WD", "2026-12-22T08:00+01:00", "2026-12-29T08:00+01:00"),
        ("P2WDT4H", "2026-11-20T08:00+01:00", "2026-11-24T12:00+01:00"),
    ],
)
def test_days_are_those_of_the_place_and_hours_those_of_the_clock(text, begins, ends):
    assert read_span(text).after(datetime.fromisoformat(begins), STOCKHOLM) == datetime.fromisoformat(ends)


def test_what_is_no_time_is_none():
    assert [read_span(text) for text in ("P", "PT", "1D", "P1H", "soon", "", None, 5, "P99999999D")] == [
        None
    ] * 9
    assert [read_cycle(text, STOCKHOLM) for text in ("R/PT0S", "R3", "R3/soon", "P1D", "R/x/P1D")] == [
        None
    ] * 5
    assert read_moment("2026-02-29", STOCKHOLM) is None
    assert read_moment("2026-06-01", STOCKHOLM) == datetime(2026, 5, 31, 22, tzinfo=UTC)


# What the systems around Sundsvall's parking permit answer, by the topic of the task.
ANSWERS = {
    "CheckAppealTask": {"isAppeal": False, "municipalityId": "2281"},
    "VerifyResidentOfMunicipalityTask": {"applicantNotResidentOfMunicipality": False},
    "VerifyAdministratorStakeholderExists": {"assignedToAdministrator": True, "phaseAction": "COMPLETE"},
    "CheckErrandPhaseActionTask": {"phaseAction": "COMPLETE", "updateAvailable": False},
    "CheckDecisionTask": {"finalDecision": True, "isApproved": True, "updateAvailable": False},
    "HandleLostCardTask": {"timeToSendControlMessage": "2026-12-01T08:00:00+01:00"},
    "AddMessageToErrandTask": {"timeToSendControlMessage": "2026-12-01T08:00:00+01:00"},
    "CardExistsTask": {"cardExists": True},
}


def served(process, answers):
    """Answer every step from the table until the process is over; give the topics in their order."""
    topics = []
    for _step in range(200):
        if process.over:
            break
        if process.standing.open:
            each = process.standing.open[0]
            topics.append(each.step.topic)
            process.go(run.answer, each.number, answers.get(each.step.topic, {}))
        elif process.standing.next_due:
            process.now = max(process.now, process.standing.next_due)
            process.go(run.wake)
        else:
            process.go(run.note, {"updateAvailable": True})
    return topics


def sundsvall():
    process = Run.__new__(Run)
    process.definition = run.define(read_bpmn(material(SUNDSVALL).read_bytes()), calendar=STOCKHOLM)
    process.now = NOON
    process.standing = run.begin(process.definition, {}, now=NOON)
    return process


def test_the_parking_permit_of_sundsvall_runs_to_its_end():
    process = sundsvall()
    topics = served(process, ANSWERS)
    assert process.over
    for topic in ("InvestigationExecuteRulesTask", "CheckDecisionTask", "OrderCardTask", "CreateAssetTask"):
        assert topic in topics
    assert topics.index("OrderCardTask") < topics.index("CleanUpNotesTask")
    assert process.standing.values["phase"] == "Uppföljning"
    assert process.now >= datetime(2026, 12, 1, 7, tzinfo=UTC)


def test_the_parking_permit_of_sundsvall_is_refused_outside_and_ends_when_it_is_cancelled():
    refused = sundsvall()
    away = {**ANSWERS, "VerifyResidentOfMunicipalityTask": {"applicantNotResidentOfMunicipality": True}}
    topics = served(refused, away)
    assert refused.over and "SendDenialDecisionTask" in topics and "OrderCardTask" not in topics
    cancelled = sundsvall()
    stopped = {**ANSWERS, "CheckErrandPhaseActionTask": {"phaseAction": "CANCEL", "updateAvailable": False}}
    served(cancelled, stopped)
    assert cancelled.over and cancelled.standing.values["displayPhase"] == "Avbruten"


def test_a_step_within_is_given_what_its_frame_is_given():
    process = sundsvall()
    seen = {}
    for _step in range(100):
        for each in process.standing.open:
            seen[each.step.id] = dict(each.given)
        if process.over or "external_task_decision_update_errand_status" in seen:
            break
        if process.standing.open:
            each = process.standing.open[0]
            process.go(run.answer, each.number, ANSWERS.get(each.step.topic, {}))
        else:
            process.go(run.note, {"updateAvailable": True})
    given = seen["external_task_decision_update_errand_status"]
    assert given == {"status": "Under beslut", "statusDescription": "Ärendet beslutas"}


def test_the_engine_is_not_loaded_before_a_process_runs():
    code = (
        "import django, sys; django.setup(); import dygn.processes.rules.bpmn.run, dygn.processes.rules.bpmn.read;"
        "sys.exit(any(name.startswith('SpiffWorkflow') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
