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
    """Give raw answers from the facts, by source; what is not known is left to be typed."""
    return {
        question.id: _as_typed(question, facts[question.prefill], language)
        for question in form.by_id.values()
        if question.prefill and facts.get(question.prefill)
    }


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


def _as_typed(question: Question, fact: Any, language: str) -> Any:
    return kind_of(question).as_typed(question, fact, language)
