"""The conditions of one question as its author builds them: when it is shown, has to be answered, holds, warns."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy

from dygn.forms.rules.definition import FormDefinition
from dygn.operations.forms.editor.condition import ConditionForm, Wording, hold_nothing_against
from dygn.services.rules.editing.package import Data
from dygn.services.rules.editing.subjects import known_at

_EXPRESSION = gettext_lazy("By an expression")
REQUIRED = Wording(
    gettext_lazy("Does it have to be answered?"),
    [
        ("yes", gettext_lazy("Yes, whenever it is shown")),
        ("no", gettext_lazy("No, it may be left out")),
    ],
    gettext_lazy("Yes, but only when other answers say so"),
    _EXPRESSION,
    gettext_lazy("Write when it has to be answered, or choose yes or no."),
)
MUST_HOLD = Wording(
    gettext_lazy("Does the answer have to fit other answers?"),
    [("never", gettext_lazy("No"))],
    gettext_lazy("Yes, what is said below has to hold"),
    gettext_lazy("Yes, by an expression"),
    gettext_lazy("Say what has to hold: choose a question below. Or choose no."),
)
WARNS = Wording(
    gettext_lazy("Are people warned, without being stopped?"),
    [("never", gettext_lazy("No"))],
    gettext_lazy("Yes, when what is said below holds"),
    gettext_lazy("Yes, by an expression"),
    gettext_lazy("Say when people are warned: choose a question below. Or choose no."),
)


class RuleForms:
    """The condition forms of a question. It stands where one form does: it is valid, and takes errors, as one."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, question: Data, form: FormDefinition, language: str, asks: bool
    ) -> None:
        name = question["id"]
        placed = next(each for each in form.every_question() if each.id == name)
        known = known_at(form, placed)
        own = frozenset({name, *placed.by_id})
        required = question.get("required", True)
        here: dict[str, Any] = {"questions": known, "language": language}
        self.shown_if = ConditionForm(data, source=question.get("shown_if"), own=own, **here)
        self.fields: dict[str, ConditionForm] = {"shown_if": self.shown_if}
        if asks:
            self.required = self.fields["required"] = ConditionForm(
                data, source=required if isinstance(required, str) else None, own=own,
                prefix="required", wording=REQUIRED, start="no" if required is False else "yes", **here,
            )  # fmt: skip
            inner = own - {name}
            self.must_hold = self.fields["must_hold"] = ConditionForm(
                data, source=question.get("must_hold"), own=inner, prefix="hold", wording=MUST_HOLD, first=name, **here
            )
            self.warn_if = self.fields["warn_if"] = ConditionForm(
                data, source=question.get("warn_if"), own=inner, prefix="warn", wording=WARNS, first=name, **here
            )

    def __iter__(self) -> Iterator[BoundField]:
        """Give every field, as a form does: what is told on top of the page is taken from there."""
        return (field for form in self.fields.values() for field in form)

    @property
    def is_bound(self) -> bool:
        return self.shown_if.is_bound

    @property
    def errors(self) -> bool:
        """Something is wrong with one of them."""
        return any(form.errors for form in self.fields.values())

    def non_field_errors(self) -> list[str]:
        """Every error stands at its own condition."""
        return []

    def hold_nothing_against_it(self) -> None:
        """Tell no errors: whoever is in the middle of a sentence has done nothing wrong."""
        for form in self.fields.values():
            hold_nothing_against(form)

    def is_valid(self) -> bool:
        """Look through all of them, so that all that is wrong is told at once."""
        return not [form for form in self.fields.values() if not form.is_valid()]

    def add_error(self, rule: str | None, message: str) -> None:
        """Tell what is wrong with a rule at its own place."""
        self.fields.get(rule or "", self.shown_if).add_error("how", message)

    def facts(self) -> dict[str, Any]:
        """Give what the package says of them; what is empty is taken away."""
        facts: dict[str, Any] = {name: form.cleaned_data["source"] for name, form in self.fields.items()}
        if "required" in facts:
            simple = {"yes": None, "no": False}
            facts["required"] = simple.get(self.required.cleaned_data["how"], facts["required"])
        return facts
