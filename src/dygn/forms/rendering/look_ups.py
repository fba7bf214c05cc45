"""Drawing what an outside source has told of what somebody typed."""

from collections.abc import Mapping
from typing import Any

from dygn.base.words import pick
from dygn.forms.rendering.view_models import FactAsked, ToldView
from dygn.forms.rules.definition import Question
from dygn.forms.rules.flow import FieldProblem
from dygn.forms.rules.kinds.lookup import FOUND, STATES, facts_in_words, facts_told, token_of


def told_by_source(
    question: Question, name: str, raw: Any, language: str, problem: FieldProblem | None
) -> dict[str, Any]:
    """Give what is typed, what the source told of it, and what the person is to write where it told nothing."""
    parts: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    typed, state = str(parts.get("typed") or ""), str(parts.get("state") or "")
    told = ToldView()
    if state in STATES:
        told = ToldView(
            state=state,
            typed=typed,
            source=pick(question.source_name, language) or question.source,
            token=token_of(parts),
            by_hand=question.by_hand,
            facts=facts_in_words(question, facts_told(question, parts.get("facts") or {}), language),
            asked=_asked(question, name, parts, language, problem) if state != FOUND else (),
        )
    return {"value": typed, "told": told, "width": question.width or "20"}


def _asked(
    question: Question, name: str, parts: Mapping[str, Any], language: str, problem: FieldProblem | None
) -> list[FactAsked]:
    written = parts.get("written") or {}
    wrong = problem.problem.part if problem else ""
    return [
        FactAsked(
            id=f"{name}-{fact.key}",
            kind=fact.kind,
            label=pick(fact.label, language),
            value=str(written.get(fact.key) or ""),
            is_wrong=fact.key == wrong,
        )
        for fact in question.facts
    ]
