"""The part of a question's form that tells which outside source it asks, and what that tells."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.forms.rules.facts import FACT_KINDS
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.texts import TextAsked, TextRow, TextsForm
from dygn.services.rules.editing.package import Data

SOURCE_NAME = TextAsked(
    "source_name",
    gettext_lazy("What people call the source"),
    gettext_lazy("Such as: the vehicle register. It stands beside what the source tells."),
)
_NAME = r"^[a-z][a-z0-9_]{0,39}$"


class FactRow:
    """The fields of one thing that the source tells."""

    def __init__(self, key: str, label: TextRow, kind: forms.BoundField) -> None:
        self.key, self.label, self.kind = key, label, kind


class LookUpPart:
    """Asks for source, facts and whether one may go on by hand; the facts are rows, one more can be added."""

    def __init__(self, form: TextsForm, question: Data) -> None:
        self.form, self.facts = form, list(question.get("facts", []))
        form.fields["source"] = forms.RegexField(
            r"^[a-z][a-z0-9_-]{0,59}$", label=_("The source, as the connection calls it"), required=False,
            initial=question.get("source", ""),
            help_text=_("Such as: vehicles. An administrator says under Connections where it lies."),
            error_messages={"invalid": _("Write small letters, digits and underscores, beginning with a letter.")},
        )  # fmt: skip
        form.fields["by_hand"] = forms.BooleanField(
            label=_("People may go on by hand when the source knows nothing or does not answer"),
            required=False, initial=question.get("by_hand", False),
        )  # fmt: skip
        self._labels = [TextAsked(f"f-{fact['key']}-label", fact["key"]) for fact in self.facts]
        form.ask(self._labels, {f"f-{fact['key']}-label": fact["label"] for fact in self.facts})
        for fact in self.facts:
            form.fields[f"f-{fact['key']}-kind"] = self._kind_field(fact.get("kind", "text"))
        form.fields["new_fact"] = forms.RegexField(
            _NAME, label=_("Something more that the source tells: its name there"), required=False,
            help_text=_("Such as: make. Conditions know it by this name."),
            error_messages={"invalid": _("Write small letters, digits and underscores, beginning with a letter.")},
        )  # fmt: skip
        form.fields["new_fact_label"] = forms.CharField(
            label=_("What people read"), max_length=200, required=False
        )
        form.fields["new_fact_kind"] = self._kind_field("text")

    def _kind_field(self, kind: str) -> forms.ChoiceField:
        choices = [(each, KINDS_IN_WORDS[each]) for each in FACT_KINDS]
        return forms.ChoiceField(label=_("What it is"), choices=choices, initial=kind, required=False)

    def rows(self) -> Sequence[FactRow]:
        """Give the facts for drawing."""
        return [
            FactRow(fact["key"], self.form.row_of(asked.name), self.form[f"f-{fact['key']}-kind"])
            for fact, asked in zip(self.facts, self._labels, strict=True)
        ]

    def written(self) -> dict[str, Any]:
        """Give what was written, as the package says it; a fact whose words are taken away is taken away."""
        data = self.form.cleaned_data
        facts = [self._fact(fact) for fact in self.facts]
        key = data.get("new_fact", "").strip()
        if key:
            label = data.get("new_fact_label", "").strip() or key
            facts.append(
                self._with_kind({"key": key, "label": {self.form.languages[0]: label}}, data["new_fact_kind"])
            )
        kept = [fact for fact in facts if fact["label"]]
        return {"source": data["source"], "by_hand": data["by_hand"] or None, "facts": kept}

    def _fact(self, before: Data) -> Data:
        key = before["key"]
        fact = {**before, "label": self.form.written(f"f-{key}-label")}
        return self._with_kind(fact, self.form.cleaned_data[f"f-{key}-kind"])

    def _with_kind(self, fact: Data, kind: str) -> Data:
        plain = {name: value for name, value in fact.items() if name != "kind"}
        return {**plain, "kind": kind} if kind and kind != "text" else plain


def calendar_field(question: Data) -> forms.RegexField:
    """Give the field that says whose times can be booked."""
    return forms.RegexField(
        r"^[a-z][a-z0-9_-]{0,59}$", label=_("The calendar, as the connection calls it"), required=False,
        initial=question.get("calendar", ""),
        help_text=_("Such as: town-hall. An administrator says under Connections where it lies."),
        error_messages={"invalid": _("Write small letters, digits and underscores, beginning with a letter.")},
    )  # fmt: skip
