"""What is said of a whole service: its texts, and the rules, personal data and how long it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.operations.forms.editor.subject import SubjectForm
from dygn.operations.forms.editor.texts import TextAsked, TextsForm
from dygn.services.rules.editing.package import Data


class ServiceForm(SubjectForm):
    """What people read of the service before and after they fill it in."""

    texts = (
        TextAsked("title", gettext_lazy("Name of the service"), gettext_lazy("What the person wants done.")),
        TextAsked("summary", gettext_lazy("In one sentence"), rows=2),
        TextAsked("description", gettext_lazy("What it is"), rows=5, longest=20_000),
        TextAsked("for_whom", gettext_lazy("Who it is for"), rows=4, longest=20_000),
        TextAsked(
            "have_ready", gettext_lazy("What to have ready"), gettext_lazy("One thing on each line."), rows=4
        ),
        TextAsked("send_label", gettext_lazy("What the button that sends says")),
        TextAsked("next_text", gettext_lazy("What happens next"), gettext_lazy("Stands on the receipt."), rows=2),
    )  # fmt: skip
    prose = ("summary", "description", "for_whom", "next_text")
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to fill in"), min_value=1, max_value=240, required=False
    )

    def texts_before(self, languages: Sequence[str]) -> Mapping[str, Any]:
        """What to have ready stands a thing on each line."""
        return {**self.before, "have_ready": _lines(self.before.get("have_ready", ()), languages)}

    def lay_out(self) -> None:
        """Fill in the minutes."""
        self.initial["minutes"] = self.before.get("minutes")

    def clean(self) -> dict[str, Any]:
        """The same things are to be had ready in every language."""
        data = super().clean() or {}
        lengths = {len(_split(data.get(f"have_ready-{code}", ""))) for code in self.languages}
        if len(lengths - {0}) > 1:
            self.add_error(
                f"have_ready-{self.languages[0]}",
                _("Write the same things in every language, one on each line."),
            )
        return data

    def facts(self) -> dict[str, Any]:
        """Give the texts, and the minutes that filling in takes."""
        plain = ("title", "summary", "description", "for_whom", "send_label", "next_text")
        facts: dict[str, Any] = {name: self.written(name) for name in plain}
        return {**facts, "minutes": self.cleaned_data["minutes"], "have_ready": self._have_ready()}

    def _have_ready(self) -> list[dict[str, str]]:
        columns = {code: _split(self.cleaned_data[f"have_ready-{code}"]) for code in self.languages}
        return [
            {code: lines[index] for code, lines in columns.items() if lines}
            for index in range(max(len(lines) for lines in columns.values()))
        ]


class RulesForm(SubjectForm):
    """On what ground it is done, how to appeal, which personal data are kept, and how long."""

    texts = (
        TextAsked("rules", gettext_lazy("The rules, and how to appeal"),
                  gettext_lazy("The law it is done by, once, in words that people know."), rows=6, longest=20_000),
        TextAsked("personal_data", gettext_lazy("Which personal data we keep, and why"),
                  gettext_lazy("With the legal ground, who may read them, and what people can ask of us."), rows=6, longest=20_000),
        TextAsked("retention-reason", gettext_lazy("Why it is kept so long"), rows=2),
    )  # fmt: skip
    prose = ("rules", "personal_data")
    months = forms.IntegerField(
        label=gettext_lazy("Months that a closed case is kept"), min_value=1, max_value=1200, required=False,
        help_text=gettext_lazy("Leave it empty when it is kept for good."),
    )  # fmt: skip

    def texts_before(self, languages: Sequence[str]) -> Mapping[str, Any]:
        """The reason stands below what it is a reason for."""
        return {**self.before, "retention-reason": self.before.get("retention", {}).get("reason", {})}

    def lay_out(self) -> None:
        """Fill in how long it is kept."""
        self.initial["months"] = self.before.get("retention", {}).get("months")

    def clean(self) -> dict[str, Any]:
        """What is kept for some time needs a reason (GDPR article 13)."""
        data = super().clean() or {}
        first = f"retention-reason-{self.languages[0]}"
        if data.get("months") and not data.get(first, "").strip():
            self.add_error(first, _("Say why it is kept so long."))
        return data

    def facts(self) -> dict[str, Any]:
        """Give the rules, what is said of personal data, and how long it is kept."""
        reason, months = self.written("retention-reason"), self.cleaned_data["months"]
        kept: Data | None = {**({"months": months} if months else {}), "reason": reason} if reason else None
        return {
            "rules": self.written("rules"), "personal_data": self.written("personal_data"), "retention": kept,
        }  # fmt: skip


def _lines(things: Sequence[Data], languages: Sequence[str]) -> dict[str, str]:
    return {code: "\n".join(each[code] for each in things if code in each) for code in languages}


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class LetterForm(TextsForm):
    """One letter in all languages."""

    texts = (TextAsked("letter", gettext_lazy("The letter"), rows=16, longest=20_000),)
