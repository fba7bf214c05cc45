"""The flow as Open ePlatform exports it: steps, queries, and evaluators that change the state of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from dygn.base.saying import _, says
from dygn.services.importers.source import must_be_small
from dygn.services.importers.words import line_of, tidy
from dygn.services.rules.package.faults import refused

DEEPEST = 40
VISIBLE, REQUIRED, HIDDEN = "VISIBLE", "VISIBLE_REQUIRED", "HIDDEN"


@dataclass(frozen=True)
class Part:
    """One element of the XML; names are held against each other without regard to case."""

    element: Element

    @property
    def tag(self) -> str:
        return self.element.tag.rpartition("}")[2] if isinstance(self.element.tag, str) else ""

    def text(self, *names: str) -> str:
        """The text of the first child under the names that has one."""
        for name in names:
            for child in self.children(name):
                if text := tidy(child.element.text or ""):
                    return text
        return ""

    def children(self, name: str = "") -> Iterator["Part"]:
        for each in self.element:
            part = Part(each)
            if not name or part.tag.lower() == name.lower():
                yield part

    def listed(self, name: str) -> Iterator["Part"]:
        """The children of the child of that name."""
        for each in self.children(name):
            yield from each.children()

    def is_on(self, name: str) -> bool:
        return self.text(name).lower() == "true"


@dataclass(frozen=True)
class Rule:
    """What an evaluator does: with these alternatives chosen, the targets get a state."""

    where: str
    type: str
    state: str
    needs_all: bool
    alternatives: tuple[str, ...]
    has_free_text: bool
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """One query: its descriptor, and the query itself with what is asked."""

    id: str
    where: str
    name: str
    state: str
    type: str
    body: Part
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Step:
    """A step with its queries in order."""

    where: str
    name: str
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Flow:
    """The whole flow."""

    given: Part
    steps: tuple[Step, ...]


def read_flow(content: bytes) -> Flow:
    """Read the XML; raise PackageRefused when it is no flow, or has a document type or entities."""
    must_be_small(content)
    try:
        _must_have_no_document_type(content)
        root = Part(fromstring(content))  # noqa: S314 (without a document type there are no entities)
    except (ParseError, expat.ExpatError, ValueError, LookupError, RecursionError) as error:
        raise refused("form", says(_("The file is not XML that can be read."))) from error
    if root.tag.lower() != "flow":
        root = next((each for each in root.children("Flow")), root)
    _must_be_shallow(root.element)
    steps = tuple(_step(number, each) for number, each in enumerate(_in_order(root.listed("Steps")), start=1))
    if root.tag.lower() != "flow" or not any(step.queries for step in steps):
        raise refused(
            "form",
            says(_("There are no steps with queries in the file. Is it an exported flow of Open ePlatform?")),
        )
    return Flow(root, steps)


def _must_have_no_document_type(content: bytes) -> None:
    """Entities, which make a small file large or read other files, stand in a document type."""

    def refuse(*said: object) -> None:
        raise ValueError("A document type is not read.")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)


def _must_be_shallow(root: Element) -> None:
    level = [root]
    for _level in range(DEEPEST):
        level = [child for each in level for child in each]
        if not level:
            return
    raise refused("form", says(_("The file is nested too deeply.")))


def _in_order(parts: Iterator[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: _number(part.text("sortIndex")))


def _number(text: str) -> int:
    return int(text[:9]) if text[:9].isascii() and text[:9].isdigit() else 0


def _step(number: int, part: Part) -> Step:
    queries = _in_order(part.listed("QueryDescriptors"))
    return Step(
        f"step {number}",
        line_of(part.text("name")),
        tuple(_query(f"step {number}, query {place}", each) for place, each in enumerate(queries, start=1)),
    )


def _query(where: str, part: Part) -> Query:
    bodies = [each for each in part.children() if each.tag.lower().endswith("query")]
    body = bodies[0] if bodies else part
    rules = enumerate(_in_order(part.listed("EvaluatorDescriptors")), start=1)
    state = part.text("defaultQueryState")
    return Query(
        part.text("queryID") or where,
        where,
        line_of(part.text("name")),
        state if state in (VISIBLE, REQUIRED, HIDDEN) else VISIBLE,
        body.tag if bodies else line_of(part.text("queryTypeID")) or "Query",
        body,
        tuple(
            _rule(f"{where}, rule {number}", each)
            for number, each in rules
            if each.text("enabled") != "false"
        ),
    )


def _rule(where: str, part: Part) -> Rule:
    bodies = [each for each in part.children() if each.tag.lower().endswith("evaluator")]
    body = bodies[0] if bodies else part
    return Rule(
        where,
        body.tag if bodies else line_of(part.text("evaluatorTypeID")) or "Evaluator",
        body.text("queryState"),
        body.text("selectionMode") == "ALL",
        tuple(tidy(each.element.text or "") for each in body.listed("RequiredAlternativeIDs")),
        body.is_on("freeTextAlternative"),
        tuple(tidy(each.element.text or "") for each in part.listed("TargetQueryIDs")),
    )
