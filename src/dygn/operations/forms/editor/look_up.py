"""The part of a question's form that tells which outside source it asks, and what that tells."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.forms.rules.facts import FACT_KINDS
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.texts import TextAsked, TextRow, TextsForm
from dygn.services.offer_queries import Offered
from dygn.services.rules.editing.package import Data

SOURCE_NAME = TextAsked(
    "source_name",
    gettext_lazy("What people call the source"),
    gettext_lazy("Such as: the vehicle register. It stands beside what the source tells."),
)
_KEY = r"^[a-z][a-z0-9_-]{0,59}$"
_FACT = re.compile(rf"([a-z][a-z0-9_]{{0,39}}):({'|'.join(FACT_KINDS)})")
_NOT_CONNECTED = Offered(is_connected=False)


class FactRow:
    """The fields of one thing that the source tells."""

    def __init__(self, key: str, label: TextRow, kind: forms.BoundField, example: forms.BoundField) -> None:
        self.key, self.label, self.kind, self.example = key, label, kind, example


class _FactsToldField(forms.MultipleChoiceField):
    """Ticks of what a source tells. What was drawn from an answer is taken though the answer is not kept."""

    def validate(self, value: Any) -> None:
        if not all(_FACT.fullmatch(each) for each in value):
            raise ValidationError(_("Choose among what the source tells."))


class LookUpPart:
    """Asks for source, facts and whether one may go on by hand; the facts are rows, others are ticked.

    ``told`` is what the source has just told of the author's example: its names are offered with what they say.
    """

    def __init__(
        self, form: TextsForm, question: Data, offered: Offered | None, told: Mapping[str, Any] | None
    ) -> None:
        self.form, self.facts = form, list(question.get("facts", []))
        self.offered = offered or _NOT_CONNECTED
        form.fields["source"] = choice_of_key(
            _("The source"), question.get("source", ""), self.offered, _("Choose a source")
        )
        form.fields["by_hand"] = forms.BooleanField(
            label=_("People may go on by hand when the source knows nothing or does not answer"),
            required=False, initial=question.get("by_hand", False),
        )  # fmt: skip
        self._labels = [TextAsked(f"f-{fact['key']}-label", fact["key"]) for fact in self.facts]
        form.ask(self._labels, {f"f-{fact['key']}-label": fact["label"] for fact in self.facts})
        for fact in self.facts:
            form.fields[f"f-{fact['key']}-kind"] = self._kind_field(fact.get("kind", "text"))
            form.fields[f"f-{fact['key']}-example"] = _example_field(fact)
        form.fields["new_facts"] = _FactsToldField(
            label=_("Show this as well"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=self._offered_facts(question.get("source", ""), told or {}),
        )  # fmt: skip
        form.fields["try_with"] = forms.CharField(
            label=_("Something to look up"), max_length=200, required=False,
            help_text=_("Such as a plate number. The source is asked once, and what it tells can be chosen."),
        )  # fmt: skip

    def _kind_field(self, kind: str) -> forms.ChoiceField:
        choices = [(each, KINDS_IN_WORDS[each]) for each in FACT_KINDS]
        return forms.ChoiceField(label=_("What it is"), choices=choices, initial=kind, required=False)

    def _offered_facts(self, source: str, told: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Give what can be ticked: what the chosen source is known to tell, and what it has just told."""
        if self.form.is_bound:
            source = str(self.form.data.get("source", ""))
        asked = {fact["key"] for fact in self.facts}
        names = [*told, *(name for name in self.offered.facts.get(source, ()) if name not in told)]
        choices = []
        for name in names:
            value = told.get(name)
            key = f"{name}:{_kind_of(value)}"
            if name not in asked and _FACT.fullmatch(key):
                words = _as_words(name)
                choices.append((key, words if value is None else f"{words}: {value}"))
        return choices

    def rows(self) -> Sequence[FactRow]:
        """Give the facts for drawing."""
        form = self.form
        return [
            FactRow(fact["key"], form.row_of(asked.name), form[f"f-{fact['key']}-kind"], form[f"f-{fact['key']}-example"])
            for fact, asked in zip(self.facts, self._labels, strict=True)
        ]  # fmt: skip

    def written(self) -> dict[str, Any]:
        """Give what was written, as the package says it; a fact whose words are taken away is taken away."""
        data = self.form.cleaned_data
        facts = [self._fact(fact) for fact in self.facts]
        asked = {fact["key"] for fact in self.facts}
        for each in data.get("new_facts", ()):
            name, kind = each.split(":")
            if name not in asked:
                asked.add(name)
                facts.append(
                    _with_kind({"key": name, "label": {self.form.languages[0]: _as_words(name)}}, kind)
                )
        kept = [fact for fact in facts if fact["label"]]
        return {"source": data["source"], "by_hand": data["by_hand"] or None, "facts": kept}

    def _fact(self, before: Data) -> Data:
        key, data = before["key"], self.form.cleaned_data
        fact = {**before, "label": self.form.written(f"f-{key}-label")}
        example, kind = data[f"f-{key}-example"].strip(), data[f"f-{key}-kind"] or "text"
        if example != _shown_example(before):
            fact["example"] = _READS[kind](example) if kind in _READS else example
        if not example:
            fact.pop("example", None)
        return _with_kind(fact, kind)


def _with_kind(fact: Data, kind: str) -> Data:
    plain = {name: value for name, value in fact.items() if name != "kind"}
    return {**plain, "kind": kind} if kind and kind != "text" else plain


def _example_field(fact: Data) -> forms.Field:
    label = _("An example, for previews")
    if fact.get("kind") == "yes_no":
        choices = [("", "–"), ("true", _("Yes")), ("false", _("No"))]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=_shown_example(fact))
    return forms.CharField(label=label, max_length=200, required=False, initial=_shown_example(fact))


def _shown_example(fact: Data) -> str:
    example = fact.get("example", "")
    return str(example).lower() if isinstance(example, bool) else str(example).strip()


def _number_in(text: str) -> Any:
    """Give the number that is written; what is none stays as it is, and is told among the faults."""
    plain = text.replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", plain):
        return text
    return float(plain) if "." in plain else int(plain)


_READS: Mapping[str, Callable[[str], Any]] = {"number": _number_in, "yes_no": lambda text: {"true": True, "false": False}.get(text, text)}


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "yes_no"
    return "number" if isinstance(value, int | float) else "text"


def _as_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def choice_of_key(label: str, key: str, offered: Offered, empty: str) -> forms.Field:
    """Give the field where a source or calendar is chosen; one that a connection cannot list is typed."""
    if offered.is_connected and not offered.keys:
        return forms.RegexField(
            _KEY, label=label, required=False, initial=key, help_text=_help_of_key(key, offered),
            error_messages={"invalid": _("Write small letters, digits and underscores, beginning with a letter.")},
        )  # fmt: skip
    choices = [("", empty), *((each, each) for each in offered.keys)]
    if key and key not in offered.keys:
        choices.append((key, _("%(key)s (not connected)") % {"key": key}))
    return forms.ChoiceField(label=label, required=False, choices=choices, initial=key)


def _help_of_key(key: str, offered: Offered) -> str:
    """Say what is to be written where nothing can be chosen, what is in use, and that a name is not known."""
    said = [_("What is connected cannot say what it has. Write what its supplier calls it, such as: vehicles.")]
    if offered.in_use:
        said.append(_("Other services use: %(names)s.") % {"names": ", ".join(offered.in_use)})
    if key and not offered.knows(key):
        said.append(_("Nothing that is connected is called “%(name)s”.") % {"name": key})
    return " ".join(said)
