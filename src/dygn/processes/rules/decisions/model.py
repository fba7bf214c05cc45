"""A decision model: what goes in, what is decided from what, and the logic of each decision."""

from dataclasses import dataclass
from enum import StrEnum

from dygn.base.expressions import Expression


class HitPolicy(StrEnum):
    """What counts when several rules of a table match (DMN 1.5, 8.2.8)."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(StrEnum):
    """What a table that collects makes of its one output."""

    LIST = "LIST"
    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True)
class Input:
    """A column that is asked: its words, its value, and whether a value is one of those it knows."""

    label: str
    value: Expression
    known: Expression | None


@dataclass(frozen=True)
class Output:
    """A column that is given: its name, its values in order of weight, and what it is when no rule matches."""

    name: str
    ranking: tuple[object, ...]
    otherwise: Expression | None


@dataclass(frozen=True)
class Rule:
    """A row: a condition for each input, and what each output becomes."""

    conditions: tuple[Expression, ...]
    results: tuple[Expression, ...]


@dataclass(frozen=True)
class Table:
    """A decision table."""

    policy: HitPolicy
    aggregation: Aggregation
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Decision:
    """One decision. Without logic it does not run, and ``left_out`` says why."""

    id: str
    name: str
    needs: tuple[str, ...]
    logic: Table | Expression | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionModel:
    """A file's decisions, each after those that it needs, and its inputs; ``names`` are those of expressions."""

    name: str
    inputs: tuple[str, ...]
    decisions: tuple[Decision, ...]
    names: dict[str, str]

    def decision(self, name: str) -> Decision:
        """Give the decision of this name. Raises KeyError."""
        for each in self.decisions:
            if each.name == name:
                return each
        raise KeyError(name)
