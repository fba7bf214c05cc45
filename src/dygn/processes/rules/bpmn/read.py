"""Reads a BPMN 2.0 file and writes it back: data, never code, and nothing outside the file is looked at."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.processes.rules.bpmn.model import Box, Event, Flow, Model, Picture, Repeated, Scope, Step

LARGEST_FILE = 5_000_000
MOST_ELEMENTS = 50_000
DEEPEST = 100
MOST_STEPS = 1_000
LARGEST_PLACE = 1_000_000

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DIAGRAM = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

TASKS = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "scriptTask",
    ]
)
SUB_PROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
GATEWAYS = frozenset(
    ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"]
)
EVENTS = frozenset(
    ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
)
STEPS = TASKS | SUB_PROCESSES | GATEWAYS | EVENTS | {"callActivity"}
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalBusinessRuleTask": "businessRuleTask",
    "globalScriptTask": "scriptTask",
}
TIMINGS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_bpmn(content: bytes) -> Model:
    """Read a file. What does not run is there too; ``executable`` tells of it.

    Raises Refusal when the content is no BPMN file, is too large, or names two things alike.
    """
    root = _root(content)
    named = _named(root)
    lanes = {
        (ref.text or "").strip(): lane.get("name", "")
        for lane in root.iter(f"{BPMN}lane")
        for ref in lane.findall(f"{BPMN}flowNodeRef")
    }
    reader = _Reader(named, lanes, root.get("expressionLanguage", ""))
    processes = tuple(reader.scope(each) for each in root.findall(f"{BPMN}process"))
    if sum(1 for scope in processes for _step in scope.everything()) > MOST_STEPS:
        raise Refusal("too_large", _("A file has at most %(number)d steps.") % {"number": MOST_STEPS})
    if not processes:
        raise Refusal("no_process", _("There is no process in this file."))
    return Model(
        root.get("name", ""),
        processes,
        {each.get("id", ""): reader.step(each, GLOBAL_TASKS[_tag(each)]) for each in _global_tasks(root)},
        _data_names(root),
        _frames(root),
        tuple(_pictures(root)),
        root.getroottree(),
    )


def write_bpmn(model: Model) -> bytes:
    """Give the file of a model, with all that was in it: also what is not understood here."""
    from lxml import etree

    return bytes(etree.tostring(model.tree, xml_declaration=True, encoding="UTF-8"))


def _root(content: bytes) -> Any:
    if len(content) > LARGEST_FILE:
        raise Refusal("too_large", _("The file is too large to be a process."))
    _look_through(content)
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("no_xml", _("This is no BPMN file: it cannot be read as XML.")) from error
    if root.tag != f"{BPMN}definitions":
        raise Refusal("no_bpmn", _("This is no BPMN 2.0 file."))
    return root


def _look_through(content: bytes) -> None:
    """Go through the file once without keeping anything: stop at the first thing that no process needs."""
    parser = expat.ParserCreate()
    count = depth = 0

    def begins(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > MOST_ELEMENTS or depth > DEEPEST:
            raise Refusal("too_large", _("The file has too many elements to be a process."))

    def ends(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declares(*_declared: object) -> None:
        raise Refusal("entities", _("The file declares entities, which no process needs."))

    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declares
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refusal("no_xml", _("This is no BPMN file: it cannot be read as XML.")) from error


def _tag(element: Any) -> str:
    return element.tag.removeprefix(BPMN) if isinstance(element.tag, str) else ""


def _outside(element: Any, name: str) -> Iterator[Any]:
    """Give the extensions of this local name that a maker's own tool has added to a step."""
    extensions = element.find(f"{BPMN}extensionElements")
    return iter(()) if extensions is None else extensions.iter("{*}" + name)


def _attribute(element: Any, name: str) -> str:
    """Give an attribute that makers add in their own names."""
    return next(
        (value for key, value in element.attrib.items() if key.startswith("{") and key.endswith("}" + name)),
        "",
    )


def _text(element: Any) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _named(root: Any) -> dict[str, Any]:
    """All elements of BPMN by their id; two of one id are refused."""
    named: dict[str, Any] = {}
    for element in root.iter(f"{BPMN}*"):
        if not (name := element.get("id")):
            continue
        if name in named:
            raise Refusal("ids", _("Two things in the file are called “%(name)s”.") % {"name": name})
        named[name] = element
    return named


def _global_tasks(root: Any) -> list[Any]:
    return [each for each in root if _tag(each) in GLOBAL_TASKS]


def _data_names(root: Any) -> frozenset[str]:
    kinds = ("dataObject", "dataObjectReference", "dataInput", "dataOutput", "property")
    names = {each.get("name", "").strip() for kind in kinds for each in root.iter(BPMN + kind)}
    return frozenset(names - {""})


def _frames(root: Any) -> dict[str, str]:
    kinds = ("participant", "lane", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput")
    named = {each.get("id", ""): each.get("name", "") for kind in kinds for each in root.iter(BPMN + kind)}
    return {**named, **{each.get("id", ""): _text(each) for each in root.iter(f"{BPMN}textAnnotation")}}


def _pictures(root: Any) -> Iterator[Picture]:
    """The drawings of a file: one, or one for each sub-process that is drawn by itself."""
    for diagram in root.findall(f"{DIAGRAM}BPMNDiagram"):
        plane = diagram.find(f"{DIAGRAM}BPMNPlane")
        of = "" if plane is None else _local(plane.get("bpmnElement", ""))
        try:
            yield Picture(of, _boxes(diagram), _lines(diagram))
        except ValueError as error:
            raise Refusal("picture", _("A place in the drawing of the file is not a number.")) from error


def _boxes(diagram: Any) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for shape in diagram.iter(f"{DIAGRAM}BPMNShape"):
        bounds = shape.find(BOUNDS)
        if bounds is not None:
            sizes = (_place(bounds.get(side, "0")) for side in ("x", "y", "width", "height"))
            boxes.setdefault(_local(shape.get("bpmnElement", "")), Box(*sizes))
    return boxes


def _lines(diagram: Any) -> dict[str, tuple[tuple[float, float], ...]]:
    return {
        _local(edge.get("bpmnElement", "")): tuple(
            (_place(at.get("x", "0")), _place(at.get("y", "0"))) for at in edge.findall(WAYPOINT)
        )
        for edge in diagram.iter(f"{DIAGRAM}BPMNEdge")
    }


def _place(text: str) -> float:
    """A place in the drawing. Raises ValueError for what is none."""
    place = float(text)
    if not -LARGEST_PLACE < place < LARGEST_PLACE:
        raise ValueError(text)
    return place


def _local(name: str) -> str:
    """A reference may carry the prefix of the file's own names."""
    return name.strip().rpartition(":")[2]


class _Reader:
    """Reads scopes and steps; knows what the whole file names."""

    def __init__(self, named: Mapping[str, Any], lanes: Mapping[str, str], language: str) -> None:
        self.named = named
        self.lanes = lanes
        self.language = language

    def scope(self, element: Any) -> Scope:
        steps = [self.step(each) for each in element if _tag(each) in STEPS]
        flows = tuple(self.flow(each) for each in element.findall(f"{BPMN}sequenceFlow"))
        lanes = tuple(dict.fromkeys(each.get("name", "") for each in element.iter(f"{BPMN}lane")))
        return Scope(
            element.get("id", ""),
            element.get("name", ""),
            {each.id: each for each in steps},
            flows,
            lanes,
            element.get("isExecutable") == "true",
        )

    def flow(self, element: Any) -> Flow:
        condition = element.find(f"{BPMN}conditionExpression")
        words = _text(condition)
        return Flow(
            element.get("id", ""),
            element.get("name", ""),
            _local(element.get("sourceRef", "")),
            _local(element.get("targetRef", "")),
            words or None,
            self.language_of(condition),
        )

    def language_of(self, element: Any) -> str:
        return "" if element is None else str(element.get("language") or self.language)

    def step(self, element: Any, kind: str = "") -> Step:
        kind = kind or _tag(element)
        if not element.get("id"):
            raise Refusal("ids", _("A step of the file has no id."))
        sets, strange = self.listened(element)
        return Step(
            element.get("id", ""),
            " ".join(element.get("name", "").split()),
            kind,
            self.lanes.get(element.get("id", ""), ""),
            _text(element.find(f"{BPMN}documentation")),
            tuple(self.events(element)),
            _local(element.get("attachedToRef", "")),
            element.get("cancelActivity", element.get("isInterrupting", "true")) == "true",
            _local(element.get("default", "")),
            self.called(element),
            self.topic(element),
            next((each.get("decisionId", "") for each in _outside(element, "calledDecision")), "")
            or _attribute(element, "decisionRef"),
            tuple(self.given(element)),
            sets,
            strange,
            self.repeated(element),
            element.get("isForCompensation") == "true",
            element.get("parallelMultiple") == "true",
            element.get("triggeredByEvent") == "true",
            self.scope(element) if kind in SUB_PROCESSES else None,
        )

    def called(self, element: Any) -> str:
        outside = next((each.get("processId", "") for each in _outside(element, "calledElement")), "")
        return _local(element.get("calledElement", "")) or outside

    def topic(self, element: Any) -> str:
        defined = next((each.get("type", "") for each in _outside(element, "taskDefinition")), "")
        return _attribute(element, "topic") or defined

    def given(self, element: Any) -> Iterator[tuple[str, str]]:
        """What a step gets under names of its own, as the files of Camunda 7 and 8 write it."""
        for each in _outside(element, "inputParameter"):
            yield each.get("name", ""), _text(each)
        for each in _outside(element, "input"):
            if each.get("target"):
                yield each.get("target"), each.get("source", "")

    def listened(self, element: Any) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """What is done when a step begins: values that are set, and what only another system can do."""
        sets: list[tuple[str, str]] = []
        strange: list[str] = []
        for each in _outside(element, "executionListener"):
            if (words := each.get("expression")) and each.get("event") == "start":
                sets.append((each.get("event", ""), words))
            else:
                strange.append(
                    each.get("expression") or each.get("class") or each.get("delegateExpression") or ""
                )
        strange += [
            each.get("class") or each.get("expression") or "" for each in _outside(element, "taskListener")
        ]
        return tuple(sets), tuple(strange)

    def events(self, element: Any) -> Iterator[Event]:
        for each in element:
            tag = _tag(each)
            if tag == "eventDefinitionRef":
                each = self.named.get(_local(each.text or ""))
                tag = _tag(each) if each is not None else ""
            if tag.endswith("EventDefinition"):
                yield self.event(each, tag.removesuffix("EventDefinition"))
        if _tag(element) == "receiveTask":
            yield Event("message", self.name_of(element, "messageRef") or element.get("name", ""))

    def event(self, element: Any, kind: str) -> Event:
        if kind == "timer":
            timing = next((each for each in element if _tag(each) in TIMINGS), None)
            how = TIMINGS[_tag(timing)] if timing is not None else ""
            return Event(kind, "", how, _text(timing), self.language_of(timing))
        if kind == "conditional":
            condition = element.find(f"{BPMN}condition")
            return Event(kind, "", "", _text(condition), self.language_of(condition))
        if kind == "link":
            return Event(kind, element.get("name", ""))
        name = self.name_of(element, f"{kind}Ref")
        if not name and kind in ("message", "signal"):
            name = element.getparent().get("name", "") or element.getparent().get("id", "")
        return Event(kind, name)

    def name_of(self, element: Any, reference: str) -> str:
        """The name, or for errors and escalations the code, of what is referred to."""
        wanted = self.named.get(_local(element.get(reference, "")))
        if wanted is None:
            return ""
        code = wanted.get("errorCode") or wanted.get("escalationCode")
        return str(code or wanted.get("name") or wanted.get("id"))

    def repeated(self, element: Any) -> Repeated | None:
        loop = element.find(f"{BPMN}standardLoopCharacteristics")
        if loop is not None:
            condition = loop.find(f"{BPMN}loopCondition")
            most = loop.get("loopMaximum", "")
            return Repeated(
                "loop",
                until=_text(condition),
                most=int(most) if most.isdecimal() else None,
                asked_before=loop.get("testBefore") == "true",
                language=self.language_of(condition),
            )
        several = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
        return None if several is None else self.several(several)

    def several(self, element: Any) -> Repeated:
        outside = next(_outside(element, "loopCharacteristics"), None)
        made = {} if outside is None else dict(outside.attrib)
        item, gathered = element.find(f"{BPMN}inputDataItem"), element.find(f"{BPMN}outputDataItem")
        number = element.find(f"{BPMN}loopCardinality")
        return Repeated(
            "several",
            element.get("isSequential") == "true",
            _text(number),
            made.get("inputCollection")
            or _attribute(element, "collection")
            or self.data_name(element, "loopDataInputRef"),
            made.get("inputElement")
            or _attribute(element, "elementVariable")
            or ("" if item is None else item.get("name") or item.get("id", "")),
            made.get("outputCollection") or self.data_name(element, "loopDataOutputRef"),
            made.get("outputElement")
            or ("" if gathered is None else gathered.get("name") or gathered.get("id", "")),
            _text(element.find(f"{BPMN}completionCondition")),
            language=self.language_of(number),
        )

    def data_name(self, element: Any, reference: str) -> str:
        name = _local(_text(element.find(BPMN + reference)))
        wanted = self.named.get(name)
        return name if wanted is None else wanted.get("name") or name
