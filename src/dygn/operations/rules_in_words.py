"""The conditions of a question in plain words, for lists and for the question itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.services.rules.conditions_in_words import condition_in_words
from dygn.services.rules.editing.subjects import known_at

_RULES: dict[str, tuple[str, Text]] = {
    "shown_if": ("filter", gettext_lazy("Shown if")),
    "required": ("check", gettext_lazy("Has to be answered if")),
    "must_hold": ("lock", gettext_lazy("It has to be so that")),
    "warn_if": ("alert", gettext_lazy("Warns if")),
}


@dataclass(frozen=True)
class RuleInWords:
    """One condition: its mark, what hangs on it, and the condition told."""

    icon: str
    what: Text
    condition: str


def rules_in_words(question: Question, form: FormDefinition, language: str) -> list[RuleInWords]:
    """Tell all conditions that a question has, in the order in which they come into play."""
    sources = {name: getattr(question, name) for name in _RULES}
    if not any(isinstance(source, str) for source in sources.values()):
        return []
    known = known_at(form, question)
    return [
        RuleInWords(icon, what, condition_in_words(sources[name], known, language))
        for name, (icon, what) in _RULES.items()
        if isinstance(sources[name], str)
    ]
