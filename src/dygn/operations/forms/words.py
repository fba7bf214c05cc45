"""A municipality's own words: on its word list and in what is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text
from dygn.base.frame import LANGUAGE_NAMES
from dygn.municipalities.actions.save_word import Word
from dygn.municipalities.models import Municipality
from dygn.operations.rules.wordable import braced, places_of, unknown_places


class WordForm(forms.Form):
    """Write this, not that."""

    language = forms.ChoiceField(label=_("Language"))
    avoid = forms.CharField(label=_("Instead of"), max_length=100)
    prefer = forms.CharField(label=_("Write"), max_length=100)
    why = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [(code, LANGUAGE_NAMES.get(code, code)) for code in municipality.languages]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def word(self) -> Word:
        return Word(**self.cleaned_data)


class WordingForm(forms.Form):
    """Texts of one kind in one language, each field called as its key. An empty field keeps the standard text."""

    def __init__(self, *args: Any, standard: dict[str, str], labels: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, text in standard.items():
            rows = 8 if key.endswith(".body") else 2
            is_line = key.endswith((".subject", ".link"))
            self.fields[key] = forms.CharField(
                label=str(labels[key]),
                required=False,
                widget=forms.TextInput() if is_line else forms.Textarea(attrs={"rows": rows}),
                max_length=10_000 if key.endswith(".body") else 300,
                help_text=_("Standard text: %(text)s") % {"text": text or "–"},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse braces that nothing will ever fill, each at its own field."""
        data = super().clean() or {}
        for key, text in list(data.items()):
            if unknown := unknown_places(key, text):
                words = _("Nothing fills %(unknown)s. You can write: %(known)s.")
                self.add_error(key, words % {"unknown": braced(unknown), "known": braced(places_of(key))})
        return data

    def texts(self) -> dict[str, str]:
        """Give what was written by the key it is kept under."""
        return {key: self.cleaned_data[key].strip() for key in self.fields}
