"""What of a process runs, and what is drawing only, with the reason: told when a file is opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.processes.rules.bpmn.conditions import (
    Asked,
    NotTranslated,
    given_value,
    key_of,
    setting,
    translated,
)
from dygn.processes.rules.bpmn.model import Event, Flow, Model, Scope, Step
from dygn.processes.rules.bpmn.times import reads_as

MOST_TIMES = 500

WAITED_FOR = frozenset(["message", "signal", "timer", "conditional"])
ALLOWED = {
    "startEvent": WAITED_FOR,
    "intermediateCatchEvent": WAITED_FOR | {"link"},
    "boundaryEvent": WAITED_FOR | {"error", "escalation"},
    "intermediateThrowEvent": frozenset(["message", "signal", "escalation", "link"]),
    "endEvent": frozenset(["message", "signal", "escalation", "error", "terminate"]),
    "receiveTask": frozenset(["message"]),
}
# What somebody or something outside the engine has to do and answer.
ANSWERED = frozenset(["task", "userTask", "manualTask", "serviceTask", "sendTask", "businessRuleTask"])
HAS_EDGES = ANSWERED | {"receiveTask", "subProcess", "callActivity"}
DOES_NOT_RUN = _("An event of the kind “%(kind)s” is shown here and does not run.")
DRAWING_ONLY = {
    "scriptTask": says(_("Scripts are never run. Draw a service task, or set the value where it is needed.")),
    "complexGateway": says(_("A complex gateway is shown and does not run.")),
    "adHocSubProcess": says(_("Steps in any order (ad hoc) are shown and do not run.")),
    "transaction": says(_("A transaction is shown and does not run.")),
}


@dataclass(frozen=True)
class Finding:
    """A step or an arrow: whether it runs, why not, and what of it is left out though it runs."""

    id: str
    name: str
    kind: str
    why_not: tuple[Said, ...] = ()
    left_out: tuple[Said, ...] = ()

    @property
    def runs(self) -> bool:
        """Nothing stands in its way."""
        return not self.why_not


@dataclass(frozen=True)
class Judgement:
    """A process, told element by element, with all that it asks translated.

    ``asked`` is by what is asked and where: ``flow:ID``, ``timer:ID``, ``when:ID``, ``number:ID``,
    ``each:ID``, ``until:ID``, ``given:ID:name``, ``sets:ID:name``.
    """

    scope: Scope
    findings: tuple[Finding, ...]
    asked: Mapping[str, Asked] = field(repr=False)

    @property
    def runs(self) -> bool:
        """Every element of it runs."""
        return bool(self.scope.steps) and all(each.runs for each in self.findings)


def runs(judgements: Sequence[Judgement]) -> bool:
    """Say whether a file runs: the processes that its maker means to run, or all when none is marked."""
    drawn = [each for each in judgements if each.scope.steps]
    meant = [each for each in drawn if each.scope.meant_to_run] or drawn
    return bool(meant) and all(each.runs for each in meant)


def judge(model: Model, *, beside: Sequence[Model] = ()) -> tuple[Judgement, ...]:
    """Tell of each process of a file what runs. ``beside`` are files whose processes it may call."""
    callable_ids = {each.id for file in (model, *beside) for each in file.processes if each.steps}
    callable_ids |= {each for file in (model, *beside) for each in file.global_tasks}
    calls = {
        each.id: {step.calls for step in each.everything() if step.kind == "callActivity"}
        for file in (model, *beside)
        for each in file.processes
    }
    return tuple(
        _judge_process(each, model.data_names, callable_ids, _leading_to(each.id, calls))
        for each in model.processes
    )


def _leading_to(wanted: str, calls: Mapping[str, set[str]]) -> set[str]:
    """The processes that call this one, directly or by others, and so itself when it calls them."""
    leading = {wanted}
    while more := {name for name, called in calls.items() if called & leading} - leading:
        leading |= more
    return leading


def _judge_process(
    scope: Scope, data_names: frozenset[str], callable_ids: set[str], in_a_circle: set[str]
) -> Judgement:
    inner = frozenset(each.id for each in scope.scopes()) - {scope.id}
    judge = _Judge(inner, data_names, callable_ids, in_a_circle)
    findings = [finding for each in scope.scopes() for finding in judge.scope(each)]
    return Judgement(scope, tuple(findings), judge.asked)


class _Judge:
    """Goes through the steps of a process, and keeps what was translated on the way."""

    def __init__(
        self,
        inner: frozenset[str],
        data_names: frozenset[str],
        callable_ids: set[str],
        in_a_circle: set[str],
    ) -> None:
        self.in_a_circle = in_a_circle
        self.inner = inner
        self.data_names = data_names
        self.callable_ids = callable_ids
        self.asked: dict[str, Asked] = {}
        self.begun_here: set[str] = set()

    def scope(self, scope: Scope) -> Iterator[Finding]:
        entered = {flow.target for flow in scope.flows}
        starts = [each for each in scope.steps.values() if each.kind == "startEvent"]
        for step in scope.steps.values():
            why = [*self.step(step), *self.ways(scope, step), *self.links(scope, step)]
            if starts and step.id not in entered and not _needs_no_way_in(step):
                why.append(says(_("No arrow leads here.")))
            yield Finding(step.id, step.name, step.kind, tuple(why), tuple(_left_out(step)))
        if len(starts) > 1 and scope.id in self.inner:
            yield Finding(
                scope.id, scope.name, "subProcess", (says(_("A sub-process begins in one place.")),)
            )
        for flow in scope.flows:
            if flow.source not in scope.steps or flow.target not in scope.steps:
                why_not = says(_("The arrow does not lead from one step to another of the same process."))
                yield Finding(flow.id, flow.name, "sequenceFlow", (why_not,))

    def translate(self, key: str, text: str, language: str) -> Iterator[Said]:
        """Keep what is asked under its key; tell why it cannot be asked."""
        try:
            self.asked[key] = translated(text, language, self.data_names)
        except NotTranslated as reason:
            yield says(_("“%(text)s” is not translated: %(why)s"), text=text[:80], why=reason.message)

    def step(self, step: Step) -> Iterator[Said]:
        if step.kind in DRAWING_ONLY:
            yield DRAWING_ONLY[step.kind]
        if step.compensates:
            yield says(_("Undoing what was done (compensation) is shown and does not run."))
        if step.by_event:
            yield from self.begun_by_event(step)
        if step.kind == "callActivity" and step.calls not in self.callable_ids:
            yield says(_("It calls “%(name)s”, which is not in this file."), name=step.calls or "-")
        if step.kind == "callActivity" and step.calls in self.in_a_circle:
            yield says(_("It calls the process that it stands in, directly or by others."))
        yield from self.events(step)
        yield from self.repeated(step)
        yield from self.values(step)

    def begun_by_event(self, step: Step) -> Iterator[Said]:
        steps = step.inner.steps.values() if step.inner else ()
        self.begun_here |= {each.id for each in steps if each.kind == "startEvent"}
        starts = [each for each in steps if each.kind == "startEvent" and len(each.events) == 1]
        if len(starts) != 1:
            yield says(_("A sub-process that an event begins says by which one."))
        for start in starts:
            if start.events[0].kind not in ALLOWED["boundaryEvent"]:
                yield says(DOES_NOT_RUN, kind=start.events[0].kind)
            yield from self.event(replace(start, kind="boundaryEvent"), start.events[0])

    def events(self, step: Step) -> Iterator[Said]:
        if step.kind not in ALLOWED:
            return
        if len(step.events) > 1:
            yield says(_("It waits for several things at once, which is shown and does not run."))
            return
        if not step.events and step.kind in ("boundaryEvent", "intermediateCatchEvent"):
            yield says(_("It does not say what it waits for."))
        begins_by_event = step.kind == "startEvent" and step.id in self.begun_here
        for event in () if begins_by_event else step.events:
            if event.kind not in ALLOWED[step.kind]:
                yield says(
                    _("An event of the kind “%(kind)s” is shown here and does not run."), kind=event.kind
                )
            elif step.kind != "startEvent":
                yield from self.event(step, event)

    def event(self, step: Step, event: Event) -> Iterator[Said]:
        if event.kind == "conditional":
            if not event.text:
                yield says(_("It waits for a condition, and none is written."))
            else:
                yield from self.translate(f"when:{step.id}", event.text, event.language)
        if event.kind == "timer":
            yield from self.timer(step, event)

    def timer(self, step: Step, event: Event) -> Iterator[Said]:
        if not event.text:
            yield says(_("It waits for a time, and none is written."))
        elif event.text.startswith(("$", "#", "=")):
            yield from self.translate(f"timer:{step.id}", event.text, event.language)
        elif not reads_as(event.timing, event.text):
            yield says(_("“%(text)s” is no time that is known here."), text=event.text[:80])
        if event.timing == "cycle" and step.interrupts and step.kind != "boundaryEvent":
            yield says(_("What comes again and again stands at the edge of a step, and does not end it."))

    def repeated(self, step: Step) -> Iterator[Said]:
        several = step.repeated
        if several is None:
            return
        if several.kind == "loop":
            if not several.until and several.most is None:
                yield says(_("It is done again and again, and nothing says how long."))
            if several.most is not None and several.most > MOST_TIMES:
                yield says(_("It is done at most %(number)d times."), number=MOST_TIMES)
            if several.until:
                yield from self.translate(f"until:{step.id}", several.until, several.language)
            return
        if several.each_of:
            listed = several.each_of
            written = listed if listed.startswith(("$", "#", "=")) else f"={key_of(listed)}"
            yield from self.translate(f"each:{step.id}", written, "")
        elif several.number.isdecimal() and len(several.number) < 6:
            if int(several.number) > MOST_TIMES:
                yield says(_("It is done at most %(number)d times."), number=MOST_TIMES)
            yield from self.translate(f"number:{step.id}", "${" + several.number + "}", "")
        elif several.number:
            yield from self.translate(f"number:{step.id}", several.number, several.language)
        else:
            yield says(_("It is done several times, and nothing says how often or for each of what."))
        if several.until:
            yield from self.translate(f"until:{step.id}", several.until, several.language)

    def values(self, step: Step) -> Iterator[Said]:
        if step.sets and step.kind not in ANSWERED:
            yield says(_("It sets values when it begins, which only tasks do."))
        for name, text in step.given:
            try:
                self.asked[f"given:{step.id}:{name}"] = given_value(text, self.data_names)
            except NotTranslated as reason:
                yield says(_("“%(text)s” is not translated: %(why)s"), text=text[:80], why=reason.message)
        for _when, text in step.sets:
            try:
                name, value = setting(text)
                self.asked[f"sets:{step.id}:{name}"] = value
            except NotTranslated as reason:
                yield reason.message

    def ways(self, scope: Scope, step: Step) -> Iterator[Said]:
        """Tell of the arrows that leave a step."""
        ways = scope.outgoing(step)
        for flow in ways:
            if flow.condition is not None and flow.id != step.otherwise:
                yield from self.translate(f"flow:{flow.id}", flow.condition, flow.language)
        if step.otherwise and step.otherwise not in {flow.id for flow in ways}:
            yield says(_("The way that is taken otherwise does not leave here."))
        if step.kind in ("exclusiveGateway", "inclusiveGateway") and len(ways) > 1:
            open_ways = ways_without_condition(step, ways)
            if len(open_ways) > 1 or (open_ways and step.otherwise):
                named = [
                    flow.name or scope.steps[flow.target].name
                    for flow in open_ways
                    if flow.target in scope.steps
                ]
                yield says(_("No condition is written for: %(ways)s."), ways=named)
        if step.kind == "eventBasedGateway":
            yield from _waits(scope, ways)
        if step.kind == "boundaryEvent" and step.attached_to not in scope.steps:
            yield says(_("The step at whose edge it stands is not there."))
        elif step.kind == "boundaryEvent" and scope.steps[step.attached_to].kind not in HAS_EDGES:
            yield says(_("Events stand at the edge of tasks and sub-processes only."))

    def links(self, scope: Scope, step: Step) -> Iterator[Said]:
        is_link = step.kind == "intermediateThrowEvent" and any(event.kind == "link" for event in step.events)
        if is_link and link_target(scope, step) is None:
            yield says(_("The other end of the link is not there."))


def ways_without_condition(step: Step, ways: Iterable[Flow]) -> list[Flow]:
    """Give the arrows of a gateway that neither have a condition nor are what is taken otherwise."""
    return [flow for flow in ways if flow.condition is None and flow.id != step.otherwise]


def link_target(scope: Scope, step: Step) -> Step | None:
    """Give the step at which a link comes out, when it is one place."""
    found = [
        each
        for each in scope.steps.values()
        if each.kind == "intermediateCatchEvent" and each.events == step.events
    ]
    return found[0] if len(found) == 1 else None


def _waits(scope: Scope, ways: Sequence[Flow]) -> Iterator[Said]:
    """An event gateway leads to what can happen, and to nothing else."""
    for flow in ways:
        target = scope.steps.get(flow.target)
        if target is None:
            continue
        kinds = {event.kind for event in target.events}
        if target.kind not in ("intermediateCatchEvent", "receiveTask") or not kinds <= {
            "message",
            "signal",
            "timer",
        }:
            yield says(
                _("After it stand only messages, signals and times; “%(name)s” is none."), name=target.name
            )


def _needs_no_way_in(step: Step) -> bool:
    is_link = step.kind == "intermediateCatchEvent" and any(event.kind == "link" for event in step.events)
    return step.kind in ("startEvent", "boundaryEvent") or step.by_event or step.compensates or is_link


def _left_out(step: Step) -> Iterator[Said]:
    for words in step.left_to_others:
        yield says(
            _("What “%(name)s” does belongs to another system and is left out."), name=words[:80] or "-"
        )
