"""What a decision comes to, for values that go in."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.expressions import LARGEST_INTEGER, Expression, ExpressionError, bounded
from dygn.processes.rules.decisions.model import Aggregation, Decision, DecisionModel, HitPolicy, Table


@dataclass(frozen=True)
class Outcome:
    """What was decided: a value (None when there is none), the rows that matched, and what went wrong."""

    value: Any
    matched: tuple[int, ...] = ()
    trouble: str = ""


def decide(model: DecisionModel, name: str, values: Mapping[str, Any]) -> Outcome:
    """Work out a decision with those that it needs; ``values`` are by the names of the model's inputs.

    Rows of tables count from 1. A value that is missing, or that cannot be reckoned, is None: the
    rules that hang on it do not match. Raises KeyError when there is no decision of this name.
    """
    wanted = model.decision(name)
    known = {model.names[each]: as_feel(values.get(each)) for each in model.inputs}
    needed = _needed(model, wanted)
    for decision in model.decisions:
        if decision.name in needed:
            known[model.names[decision.name]] = _decide(decision, known).value
    return _decide(wanted, known)


def _needed(model: DecisionModel, wanted: Decision) -> frozenset[str]:
    """The names of all decisions that one stands on."""
    needed: set[str] = set()
    for decision in reversed(model.decisions):
        if decision is wanted or decision.name in needed:
            needed.update(decision.needs)
    return frozenset(needed)


def _decide(decision: Decision, known: Mapping[str, Any]) -> Outcome:
    if decision.logic is None:
        return Outcome(None, trouble=" ".join(decision.left_out))
    if isinstance(decision.logic, Table):
        return _look_up(decision.logic, known)
    return Outcome(_value(decision.logic, known))


def _look_up(table: Table, known: Mapping[str, Any]) -> Outcome:
    for column in table.inputs:
        if column.known is not None and not column.known.holds(known):
            words = _("“%(label)s” has a value that the table does not know.") % {"label": column.label}
            return Outcome(None, trouble=words)
    matched = tuple(
        number
        for number, rule in enumerate(table.rules, start=1)
        if all(condition.holds(known) for condition in rule.conditions)
    )
    if not matched:
        return Outcome(_otherwise(table, known))
    rows = [[_value(each, known) for each in table.rules[number - 1].results] for number in matched]
    return _hit(table, matched, rows)


def _otherwise(table: Table, known: Mapping[str, Any]) -> Any:
    """What comes of a table without a matching row."""
    if table.aggregation is Aggregation.COUNT:
        return 0.0
    defaults = [each.otherwise for each in table.outputs]
    if not any(defaults):
        return None
    row = [_value(each, known) if each else None for each in defaults]
    return _shaped(table, row)


def _hit(table: Table, matched: tuple[int, ...], rows: list[list[Any]]) -> Outcome:
    first = _shaped(table, rows[0])
    everything = [_shaped(table, row) for row in rows]
    match table.policy:
        case HitPolicy.UNIQUE:
            trouble = _more_than_one(matched) if len(matched) > 1 else ""
            return Outcome(None if trouble else first, matched, trouble)
        case HitPolicy.ANY:
            trouble = "" if all(each == first for each in everything) else _at_odds(matched)
            return Outcome(None if trouble else first, matched, trouble)
        case HitPolicy.PRIORITY:
            return Outcome(_shaped(table, min(rows, key=_weight(table))), matched)
        case HitPolicy.OUTPUT_ORDER:
            return Outcome([_shaped(table, row) for row in sorted(rows, key=_weight(table))], matched)
        case HitPolicy.COLLECT:
            return Outcome(_aggregated(table.aggregation, everything), matched)
        case HitPolicy.RULE_ORDER:
            return Outcome(everything, matched)
        case HitPolicy.FIRST:
            return Outcome(first, matched)


def _more_than_one(matched: Sequence[int]) -> str:
    rows = ", ".join(map(str, matched))
    return _("The rows %(rows)s match at once, and the table wants one row at a time.") % {"rows": rows}


def _at_odds(matched: Sequence[int]) -> str:
    rows = ", ".join(map(str, matched))
    return _("The rows %(rows)s match at once and do not say the same.") % {"rows": rows}


def _weight(table: Table) -> Callable[[Sequence[Any]], tuple[int, ...]]:
    """Give the place of a row among the values that the outputs list, the weightiest first."""

    def places(row: Sequence[Any]) -> tuple[int, ...]:
        return tuple(
            column.ranking.index(value) if value in column.ranking else len(column.ranking)
            for column, value in zip(table.outputs, row, strict=True)
        )

    return places


def _aggregated(how: Aggregation, values: list[Any]) -> Any:
    if how is Aggregation.LIST:
        return values
    if how is Aggregation.COUNT:
        return float(len(values))
    if any(not isinstance(value, float) for value in values):
        return None
    if how is Aggregation.SUM:
        return math.fsum(values)
    return min(values) if how is Aggregation.MIN else max(values)


def _shaped(table: Table, row: Sequence[Any]) -> Any:
    """One output is its value; several are a value for each name."""
    if len(table.outputs) == 1:
        return row[0]
    return {column.name: value for column, value in zip(table.outputs, row, strict=True)}


def _value(expression: Expression, known: Mapping[str, Any]) -> Any:
    value = expression.value_or_none(known)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def as_feel(value: Any) -> Any:
    """Give a value as FEEL has it: one kind of number, dates at midnight. What is none has no value."""
    if isinstance(value, bool) or value is None or isinstance(value, str | date):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value) if -LARGEST_INTEGER <= value <= LARGEST_INTEGER else None
    if isinstance(value, Mapping):
        return {str(key): as_feel(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_feel(each) for each in value]
    try:
        return bounded(value)
    except ExpressionError:
        return None
