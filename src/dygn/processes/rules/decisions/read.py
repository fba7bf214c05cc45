"""Reads a DMN file (OMG DMN 1.1 to 1.5): data, never code, and nothing outside the file is looked at."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError, fromstring

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.expressions import Expression, ExpressionError, compile_expression
from dygn.processes.rules.decisions.model import (
    Aggregation,
    Decision,
    DecisionModel,
    HitPolicy,
    Input,
    Output,
    Rule,
    Table,
)
from dygn.processes.rules.feel import FeelFault, translate, translate_test

LARGEST_FILE = 2_000_000
MOST_DECISIONS = 200
MOST_RULES = 2_000
MOST_COLUMNS = 50
NAMESPACE = re.compile(r"\{https?://www\.omg\.org/spec/DMN/\d{8}/(MODEL/|dmn\.xsd|)\}")


class NotRun(Exception):
    """A decision that is shown and does not run; the words say why."""


def read_decisions(content: bytes) -> DecisionModel:
    """Read a file. A decision that does not run is there without logic, with the reason.

    Raises Refusal when the content is no DMN file, is too large, or goes round in a circle.
    """
    root = _root(content)
    inputs = {each.get("id", ""): each.get("name", "") for each in _children(root, "inputData")}
    elements = {each.get("id", ""): each for each in _children(root, "decision")}
    if not elements:
        raise Refusal("no_decisions", _("There is no decision in this file."))
    if len(elements) > MOST_DECISIONS:
        raise Refusal("too_large", _("A file has at most %(number)d decisions.") % {"number": MOST_DECISIONS})
    named = [*inputs.values(), *(each.get("name", "") for each in elements.values())]
    if "" in named or len(set(named)) < len(named):
        raise Refusal("names", _("Each input and each decision needs a name of its own."))
    names = {name: f"{_identifier(name)}_{number}" for number, name in enumerate(named, start=1)}
    decisions = [_decision(elements[each], inputs, elements, names) for each in _in_order(elements)]
    return DecisionModel(root.get("name", ""), tuple(inputs.values()), tuple(decisions), names)


def _root(content: bytes) -> Element:
    if len(content) > LARGEST_FILE:
        raise Refusal("too_large", _("The file is too large to be a decision model."))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refusal("entities", _("The file declares entities, which no decision model needs."))
    try:
        root = fromstring(content)  # noqa: S314  without entities there is nothing to expand
    except (ParseError, ValueError, LookupError) as error:
        raise Refusal("no_xml", _("This is no DMN file: it cannot be read as XML.")) from error
    if _tag(root) != "definitions" or not NAMESPACE.match(root.tag):
        raise Refusal("no_dmn", _("This is no DMN file."))
    return root


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) == name)


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _text(element: Element | None) -> str:
    inner = _child(element, "text") if element is not None else None
    return (inner.text or "").strip() if inner is not None else ""


def _identifier(name: str) -> str:
    return "d_" + re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_")[:40]


def _required(element: Element) -> list[str]:
    """The ids of what a decision needs."""
    return [
        wanted.get("href", "").removeprefix("#")
        for need in _children(element, "informationRequirement")
        for wanted in need
        if _tag(wanted) in ("requiredInput", "requiredDecision")
    ]


def _in_order(elements: Mapping[str, Element]) -> list[str]:
    """Give the ids of the decisions, each after those that it needs; refuse a circle."""
    waiting = {
        each: {need for need in _required(found) if need in elements} for each, found in elements.items()
    }
    ordered: list[str] = []
    while waiting:
        ready = [each for each, needs in waiting.items() if needs <= set(ordered)]
        if not ready:
            name = elements[next(iter(waiting))].get("name", "")
            raise Refusal("circle", _("The decision “%(name)s” hangs on itself.") % {"name": name})
        ordered += ready
        for each in ready:
            del waiting[each]
    return ordered


def _decision(
    element: Element, inputs: Mapping[str, str], elements: Mapping[str, Element], names: Mapping[str, str]
) -> Decision:
    needs = _required(element)
    heard = [inputs[each] for each in needs if each in inputs]
    needed = [elements[each].get("name", "") for each in needs if each in elements]
    known = {name: names[name] for name in (*heard, *needed)}
    name = element.get("name", "")
    try:
        if len(heard) + len(needed) < len(needs):
            raise NotRun(_("It needs something outside this file."))
        logic: Table | Expression | None = _logic(element, known)
        left_out: tuple[str, ...] = ()
    except NotRun as reason:
        logic, left_out = None, (str(reason),)
    return Decision(element.get("id", ""), name, tuple(needed), logic, left_out)


def _logic(element: Element, known: Mapping[str, str]) -> Table | Expression:
    if (table := _child(element, "decisionTable")) is not None:
        return _table(table, element.get("name", ""), known)
    if (literal := _child(element, "literalExpression")) is not None:
        return _translated(_text(literal), _("the expression"), known)
    kinds = {"context", "invocation", "relation", "list", "functionDefinition", "conditional", "for", "every"}
    if found := next((_tag(child) for child in element if _tag(child) in kinds | {"some", "filter"}), ""):
        raise NotRun(_("Logic of the kind “%(kind)s” is shown and does not run.") % {"kind": found})
    raise NotRun(_("It has no logic."))


def _table(element: Element, name: str, known: Mapping[str, str]) -> Table:
    inputs, outputs = list(_children(element, "input")), list(_children(element, "output"))
    rules = list(_children(element, "rule"))
    if len(inputs) + len(outputs) > MOST_COLUMNS or len(rules) > MOST_RULES:
        raise NotRun(_("The table is too large."))
    if not outputs:
        raise NotRun(_("The table has no output."))
    columns = [_input(each, number, known) for number, each in enumerate(inputs, start=1)]
    given = [_output(each, name, number, known) for number, each in enumerate(outputs, start=1)]
    policy, aggregation = _policy(element)
    if aggregation in (Aggregation.SUM, Aggregation.MIN, Aggregation.MAX) and len(given) > 1:
        raise NotRun(_("A table that adds up or compares has one output."))
    if policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER) and not any(each.ranking for each in given):
        raise NotRun(_("The table goes by weight, and no output lists its values."))
    rows = tuple(_rule(each, number, columns, given, known) for number, each in enumerate(rules, start=1))
    return Table(policy, aggregation, tuple(columns), tuple(given), rows)


def _policy(element: Element) -> tuple[HitPolicy, Aggregation]:
    try:
        policy = HitPolicy(element.get("hitPolicy", "UNIQUE"))
        return policy, Aggregation(element.get("aggregation", "LIST"))
    except ValueError as error:
        raise NotRun(_("The table says a hit policy that there is not.")) from error


def _input(element: Element, number: int, known: Mapping[str, str]) -> Input:
    asked = _text(_child(element, "inputExpression"))
    where = _("input %(number)d") % {"number": number}
    value = _translated(asked, where, known)
    allowed = _text(_child(element, "inputValues"))
    condition = _condition(allowed, value, where, known) if allowed else None
    return Input(element.get("label") or asked, value, condition)


def _output(element: Element, decision: str, number: int, known: Mapping[str, str]) -> Output:
    where = _("output %(number)d") % {"number": number}
    ranking: tuple[object, ...] = ()
    if values := _text(_child(element, "outputValues")):
        listed = _translated(f"[{values}]", where, known).value_or_none({})
        ranking = tuple(listed) if isinstance(listed, list) else ()
    default = _child(element, "defaultOutputEntry")
    otherwise = _translated(_text(default), where, known) if default is not None else None
    name = element.get("name") or element.get("label") or decision
    return Output(name, ranking, otherwise)


def _rule(
    element: Element, number: int, inputs: list[Input], outputs: list[Output], known: Mapping[str, str]
) -> Rule:
    asked, given = list(_children(element, "inputEntry")), list(_children(element, "outputEntry"))
    if len(asked) != len(inputs) or len(given) != len(outputs):
        raise NotRun(_("Row %(number)d does not fill the columns.") % {"number": number})
    where = _("row %(number)d") % {"number": number}
    conditions = tuple(
        _condition(_text(cell), column.value, where, known)
        for cell, column in zip(asked, inputs, strict=True)
    )
    return Rule(conditions, tuple(_translated(_text(cell), where, known) for cell in given))


def _translated(feel: str, where: str, known: Mapping[str, str]) -> Expression:
    with _saying(where):
        return compile_expression(translate(feel or "null", known))


def _condition(feel: str, subject: Expression, where: str, known: Mapping[str, str]) -> Expression:
    source = subject.source if re.fullmatch(r"[\w.]+", subject.source) else f"({subject.source})"
    with _saying(where):
        return compile_expression(translate_test(feel or "-", source, known))


@contextmanager
def _saying(where: str) -> Iterator[None]:
    """Say of a text that is not translated where it stands."""
    try:
        yield
    except FeelFault as fault:
        facts = {"where": where, "column": fault.column, "reason": fault.message}
        raise NotRun(_("%(where)s, sign %(column)d: %(reason)s") % facts) from fault
    except ExpressionError as error:
        raise NotRun(_("%(where)s: %(reason)s") % {"where": where, "reason": error.message}) from error
