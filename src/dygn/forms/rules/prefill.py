"""What is known already and need not be asked for: from the log-in and from registers."""

from collections.abc import Mapping
from typing import Any

from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.kinds import kind_of

# What a log-in or the person's own details can tell.
PERSON_FACTS = frozenset(
    {"name", "given_name", "family_name", "personal_number", "email", "phone", "address", "born_on"}
)
# Further facts are asked of registers: ``register.NAME.FIELD``.
REGISTER = "register"


def sources_wanted(form: FormDefinition) -> frozenset[str]:
    """The sources that the form can be prefilled from, such as ``person.name``."""
    return frozenset(question.prefill for question in form.by_id.values() if question.prefill)


def prefilled(form: FormDefinition, facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give raw answers from the facts, by source; what is not known, or unfit, is left to be typed."""
    answers = {}
    for question in form.by_id.values():
        fact = facts.get(question.prefill) if question.prefill else None
        if fact not in (None, "") and (typed := _as_typed(question, fact, language)) is not None:
            answers[question.id] = typed
    return answers


def is_prefill_source(source: str) -> bool:
    """The source is one that can be asked."""
    head, _, rest = source.partition(".")
    if head == "person":
        return rest in PERSON_FACTS
    return (
        head == REGISTER
        and len(rest.split(".")) == 2
        and all(part.isidentifier() for part in rest.split("."))
    )


def register_of(source: str) -> str:
    """The register that a source asks; an empty text when it asks none."""
    head, _, rest = source.partition(".")
    return rest.partition(".")[0] if head == REGISTER else ""


def _as_typed(question: Question, fact: Any, language: str) -> Any:
    """The fact as a person would have typed it; None when it is of a shape that does not fit the question."""
    try:
        return kind_of(question).as_typed(question, fact, language)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None
