"""The name of a shared group, and which services take a change of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.operations.forms.editor.texts import TextAsked, TextsForm
from dygn.services.shared_group_queries import Touched


class GroupNameForm(TextsForm):
    """What the questions are about, in all languages."""

    texts = (TextAsked("name", gettext_lazy("What the questions are about"), longest=200),)

    def clean(self) -> dict[str, Any]:
        """Every language has its name: services in that language show it to their authors."""
        data = super().clean() or {}
        for code in self.languages:
            if not data.get(f"name-{code}", "").strip():
                self.add_error(f"name-{code}", _("Write what the questions are about."))
        return data


@dataclass(frozen=True)
class TakingRow:
    """A service with what would change in it, and the choice; no choice where there is nothing to choose."""

    touched: Touched
    choice: forms.BoundField | None


class TakingForm(forms.Form):
    """For every service that a change touches: take the new, or stay on the old."""

    def __init__(self, *args: Any, touched: Sequence[Touched], version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.touched = touched
        for each in self._choosing():
            self.fields[f"service-{each.service.pk}"] = forms.ChoiceField(
                label=each.service.title,
                choices=[
                    ("take", _("Take the new")),
                    ("stay", _("Stay on version %(number)d") % {"number": each.number}),
                ],
                widget=forms.RadioSelect,
                # Who has stayed on an older one before stays, until somebody decides otherwise.
                initial="take" if each.number >= version else "stay",
            )

    def _choosing(self) -> list[Touched]:
        return [each for each in self.touched if not each.is_current and not each.obstacle]

    def taking(self) -> list[int]:
        """Give the services that take the new; those that have it in their words already take the mark."""
        chosen = [
            each.service.pk
            for each in self._choosing()
            if self.cleaned_data[f"service-{each.service.pk}"] == "take"
        ]
        return [*chosen, *(each.service.pk for each in self.touched if each.is_current)]

    def rows(self) -> list[TakingRow]:
        """Give the services for drawing."""
        choosing = {each.service.pk for each in self._choosing()}
        return [
            TakingRow(each, self[f"service-{each.service.pk}"] if each.service.pk in choosing else None)
            for each in self.touched
        ]
