"""The steps of the handling: how long each takes, what it is called, and one more."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.operations.forms.editor.subject import SubjectForm
from dygn.operations.forms.editor.texts import TextAsked, TextsForm
from dygn.services.rules.definition import STANDARD_STEPS
from dygn.services.rules.editing.package import Data
from dygn.services.rules.editing.steps import standard_steps_left
from dygn.services.rules.service_in_words import standard_step

MOST_DAYS = 1000
OWN = "own"


class DaysForm(SubjectForm):
    """How long each step is expected to take."""

    def lay_out(self) -> None:
        """Ask for the days of each step."""
        for step in self.before.get("steps", []):
            self.fields[f"days-{step['key']}"] = forms.IntegerField(
                label=_("Days"), min_value=0, max_value=MOST_DAYS, initial=step["days"]
            )

    def field_of(self, key: str) -> BoundField:
        return self[f"days-{key}"]

    def days(self) -> dict[str, int]:
        """Give the days that were written, by step."""
        return {name.removeprefix("days-"): days for name, days in self.cleaned_data.items()}


class StepForm(TextsForm):
    """One step: what it is called and what happens in it."""

    texts = (
        TextAsked("name", gettext_lazy("What the step is called")),
        TextAsked("text", gettext_lazy("What happens then"), gettext_lazy("Stands below its name, on the service's page and in the case."), rows=3),
    )  # fmt: skip
    days = forms.IntegerField(label=gettext_lazy("Days expected"), min_value=0, max_value=MOST_DAYS)

    def __init__(self, *args: Any, step: Data, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, languages=languages, written=step, **kwargs)
        self.is_own = step["key"] not in STANDARD_STEPS
        self.initial["days"] = step["days"]

    def clean(self) -> dict[str, Any]:
        """A step of the service's own has a name; the others are called something without one."""
        data = super().clean() or {}
        if self.is_own and not any(data.get(f"name-{code}", "").strip() for code in self.languages):
            self.add_error(f"name-{self.languages[0]}", _("Say what the step is called."))
        return data

    def facts(self) -> Mapping[str, Any]:
        """Give the step as the package says it."""
        return {"name": self.written("name"), "text": self.written("text"), "days": self.cleaned_data["days"]}


class NewStepForm(forms.Form):
    """A step more: one that every case goes through, or one of the service's own."""

    key = forms.ChoiceField(label=gettext_lazy("Which step?"))
    name = forms.CharField(
        label=gettext_lazy("What it is called"), max_length=200, required=False,
        help_text=gettext_lazy("A step of your own needs a name. The others have one."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Days expected"), min_value=0, max_value=MOST_DAYS, initial=7
    )

    def __init__(self, *args: Any, data_of: Data, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(key, standard_step(key)) for key in standard_steps_left(data_of)]
        self.fields["key"].choices = [(OWN, _("A step of your own")), *left]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A step of the service's own has a name."""
        data = super().clean() or {}
        if data.get("key") == OWN and not data.get("name", "").strip():
            self.add_error("name", _("Say what the step is called."))
        return data

    @property
    def chosen(self) -> str:
        """The key of a step that every case goes through; empty for one of the service's own."""
        key: str = self.cleaned_data["key"]
        return "" if key == OWN else key
