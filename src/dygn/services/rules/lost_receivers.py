"""Rules on who gets new cases that a new version of the form leaves without their questions, and their mend."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.proof_of_expressions import fault_of_condition
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.settings import Rule

# Texts are passed over; a name behind a point is a part of an answer.
_NAME = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|(?<![.\w])[A-Za-z_]\w*")


@dataclass(frozen=True)
class LostRule:
    """A rule that could hold in the version before and cannot in the new one, with the questions it lost."""

    number: int
    rule: Rule
    questions: Sequence[Question]


def lost_rules(rules: Iterable[Rule], before: FormDefinition, after: FormDefinition) -> list[LostRule]:
    """Give the rules that ask about what the new form does not ask, or not with that answer to choose.

    A rule that could not be worked out before either is not lost now.
    """
    return [
        LostRule(number, rule, _lost_of(rule, before, after))
        for number, rule in enumerate(rules, start=1)
        if not fault_of_condition(before, rule.when) and not _fits(rule, before, after)
    ]


def mended_rules(rules: Iterable[Rule], lost: Iterable[LostRule], mends: Mapping[str, str]) -> list[Rule]:
    """Give the rules with other questions in the place of those lost; one without a mend goes.

    ``mends`` says by a lost question's id which question takes its place; nothing for none.
    """
    by_number = {each.number: each for each in lost}
    kept: list[Rule] = []
    for number, rule in enumerate(rules, start=1):
        found = by_number.get(number)
        if found is None:
            kept.append(rule)
        elif found.questions and all(mends.get(each.id) for each in found.questions):
            kept.append(replace(rule, when=_renamed(rule.when, mends)))
    return kept


def likely_mend(question: Question, after: FormDefinition) -> str:
    """Give the question of the new form that asks the same in the same words; nothing when there is none."""
    alike = (
        each.id
        for each in after.by_id.values()
        if each.kind == question.kind and each.id != question.id and each.label == question.label
    )
    return next(alike, "")


def _fits(rule: Rule, before: FormDefinition, after: FormDefinition) -> bool:
    if fault_of_condition(after, rule.when):
        return False
    return sentences_in(rule.when, before.by_id) is None or sentences_in(rule.when, after.by_id) is not None


def _lost_of(rule: Rule, before: FormDefinition, after: FormDefinition) -> list[Question]:
    """Give the questions that are gone, or ask for something else now."""
    try:
        names = compile_expression(rule.when).names
    except ExpressionError:
        return []
    asked = [before.by_id[name] for name in sorted(names) if name in before.by_id]
    changed = [
        each
        for each in asked
        if each.id not in after.by_id
        or after.by_id[each.id].kind != each.kind
        or not _choices(each) <= _choices(after.by_id[each.id])
    ]
    return changed or asked


def _choices(question: Question) -> set[str]:
    return set(question.leaves if question.kind == "tree" else question.option_by_key)


def _renamed(source: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: names.get(found[0]) or found[0], source)
