"""The process of a package: it has to run, ask only what is known, and be told in words."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.saying import Said, says
from dygn.forms.rules.definition import FormDefinition
from dygn.processes.rules.bpmn.executable import Judgement, judge
from dygn.processes.rules.bpmn.model import Step
from dygn.processes.rules.place import CONNECTOR, TOPICS
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_reading import Document
from dygn.services.rules.process import PROCESS

# What a process knows of the case itself once it is decided.
OF_THE_CASE = frozenset({"outcome"})
# What a step that is done several times knows of itself.
OF_THE_TURN = frozenset({"loopCounter"})
BY_PEOPLE = frozenset({"userTask", "manualTask", "task"})
BY_ITSELF = frozenset({"serviceTask", "sendTask"})
WAITING = frozenset({"receiveTask"})


def process_faults(document: Document, files: PackageFiles, form: FormDefinition) -> Iterator[PackageFault]:
    """Give what is wrong with the process: what does not run, what is asked and not known, what has no words."""
    content = files.texts.get(PROCESS)
    if content is None:
        if "process" in document.data:
            words = _("Steps are told, and the package has no process.bpmn. Draw it, or take them away.")
            yield document.fault(("process",), says(words))
        return
    try:
        chosen = chosen_process(content)
    except Refusal as refusal:
        yield _fault(str(refusal.message))
        return
    yield from _not_running(chosen)
    yield from _unknown_names(document, chosen, form)
    yield from _steps_without_words(document, chosen)


def process_asks(files: PackageFiles, form: FormDefinition) -> dict[str, list[str]]:
    """Give which answers the process asks, for what is compiled; nothing where there is no process."""
    content = files.texts.get(PROCESS)
    if content is None:
        return {}
    return {"process_asks": sorted(_names(chosen_process(content)) & form.by_id.keys())}


def chosen_process(content: str) -> Judgement:
    """Give the process of a file that is meant to run, or the first that has steps. Raises Refusal without one."""
    from dygn.processes.rules.bpmn.read import read_bpmn

    drawn = [each for each in judge(read_bpmn(content.encode())) if each.scope.steps]
    if not drawn:
        raise Refusal("no_process", says(_("There is no process in this file.")))
    return drawn[0]


def _fault(message: Said | str, place: str = "") -> PackageFault:
    said = message if isinstance(message, Said) else says("%(what)s", what=message)
    return PackageFault(PROCESS, 0, 0, place, said)


def _not_running(process: Judgement) -> Iterator[PackageFault]:
    for finding in process.findings:
        for why in finding.why_not:
            yield _fault(why, finding.name or finding.id)
    for step in process.scope.everything():
        is_known = step.topic in TOPICS or step.topic.startswith(CONNECTOR)
        if step.kind in BY_ITSELF and not is_known:
            words = _("Nothing here does “%(topic)s”. Use one of %(known)s, or let a person do it.")
            yield _fault(says(words, topic=step.topic or "-", known=sorted(TOPICS)), step.name or step.id)
        if step.kind == "businessRuleTask":
            words = _("Decision tables are not worked out in a case yet. Let a person do it.")
            yield _fault(says(words), step.name or step.id)


def _names(process: Judgement) -> set[str]:
    return {name for asked in process.asked.values() for name in asked.expression.names}


def _unknown_names(document: Document, process: Judgement, form: FormDefinition) -> Iterator[PackageFault]:
    told: Mapping[str, str] = {
        asked["id"]: step["step"]
        for step in document.data.get("process", ())
        for asked in step.get("asks", ())
    }
    for name in sorted(form.by_id.keys() & told.keys()):
        words = _("A question of the form is called “%(name)s” too. Call this one something else.")
        yield _fault(says(words, name=name), told[name])
    for name in sorted(_names(process) - OF_THE_CASE - OF_THE_TURN - told.keys() - _made_on_the_way(process)):
        if name not in form.by_id:
            words = _("A condition asks “%(name)s”, which neither the form nor a step asks.")
            yield _fault(says(words, name=name))
        elif form.by_id[name].sensitive:
            words = _(
                "A condition asks “%(name)s”, which is sensitive. Let an officer read it and answer a step."
            )
            yield _fault(says(words, name=name))


def _made_on_the_way(process: Judgement) -> set[str]:
    set_here = {key.split(":", 2)[2] for key in process.asked if key.startswith("sets:")}
    several = [step.repeated for step in process.scope.everything() if step.repeated]
    return set_here | {each.called for each in several} | {each.gathered_in for each in several}


def _steps_without_words(document: Document, process: Judgement) -> Iterator[PackageFault]:
    drawn: dict[str, Step] = {step.id: step for step in process.scope.everything()}
    told = {each["step"] for each in document.data.get("process", ())}
    for index, each in enumerate(document.data.get("process", ())):
        if each["step"] not in drawn:
            words = _("No step in process.bpmn has the id “%(id)s”.")
            yield document.fault(("process", index, "step"), says(words, id=each["step"]))
        elif each.get("asks") and drawn[each["step"]].kind not in BY_PEOPLE:
            words = _("Nobody does “%(id)s” by hand, so nobody can answer what it asks.")
            yield document.fault(("process", index, "asks"), says(words, id=each["step"]))
    for step in drawn.values():
        if step.kind in BY_PEOPLE | WAITING and step.id not in told:
            words = _("Say under “process” in service.yaml what is done at “%(id)s”.")
            yield _fault(says(words, id=step.id), step.name or step.id)
