"""A municipality's own words: on its word list and in what is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.frame import LANGUAGE_NAMES
from dygn.municipalities.actions.save_word import Word
from dygn.municipalities.models import Municipality
from dygn.post.rules.texts import PARTS, Texts, built_in_in_all_languages, places_in, wording_key

LABELS = {
    "subject": _("Subject"),
    "sms": _("Text message (SMS)"),
    "body": _("Text"),
    "link": _("Words on the link"),
}
_ALWAYS_KNOWN = {"municipality", "name", "url"}


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
    """The texts of one message in one language. An empty field keeps the house's own text."""

    def __init__(self, *args: Any, template: str, built_in: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        for part in PARTS:
            widget = forms.Textarea(attrs={"rows": 8}) if part == "body" else forms.TextInput()
            self.fields[part] = forms.CharField(
                label=LABELS[part],
                required=False,
                widget=widget,
                max_length=10_000 if part == "body" else 300,
                help_text=_("The house writes: %(text)s") % {"text": getattr(built_in, part) or "–"},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse braces that nothing will ever fill."""
        data = super().clean() or {}
        known = _places_of(self.template)
        for part, text in list(data.items()):
            unknown = places_in(text) - known
            if unknown:
                words = _("Nothing fills %(unknown)s. You can write: %(known)s.")
                facts = {"unknown": _braced(unknown), "known": _braced(known)}
                self.add_error(part, words % facts)
        return data

    def texts(self) -> dict[str, str]:
        """Give what was written by the key it is kept under."""
        return {wording_key(self.template, part): self.cleaned_data[part].strip() for part in PARTS}


def _places_of(template: str) -> set[str]:
    texts = built_in_in_all_languages(template).values()
    return {place for each in texts for part in PARTS for place in places_in(each[part])} | _ALWAYS_KNOWN


def _braced(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
