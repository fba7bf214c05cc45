"""Texts in every language side by side, as fields of a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from dygn.base.errors import Text
from dygn.base.frame import LANGUAGE_NAMES


@dataclass(frozen=True)
class TextAsked:
    """One text: the name it has in the package, what the author reads, and how long it may be."""

    name: str
    label: Text
    help: Text = ""
    rows: int = 1
    longest: int = 2_000


@dataclass(frozen=True)
class LanguageCell:
    """The field of a text in one language. It is missing when another language has the text and this has not."""

    code: str
    language: str
    field: BoundField
    is_missing: bool


@dataclass(frozen=True)
class TextRow:
    """A text across its languages."""

    label: Text
    help: Text
    cells: Sequence[LanguageCell]


class TextsForm(forms.Form):
    """A form with texts in all languages of a package. A text is a field for each: ``label-sv``, ``label-da``."""

    texts: tuple[TextAsked, ...] = ()

    def __init__(
        self, *args: Any, languages: Sequence[str], written: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = tuple(languages)
        self.asked: list[TextAsked] = []
        self.ask(self.texts, written)

    def ask(self, texts: Iterable[TextAsked], written: Mapping[str, Any]) -> None:
        """Put fields for more texts on the form, with what is written of them."""
        for text in texts:
            self.asked.append(text)
            for code in self.languages:
                name = f"{text.name}-{code}"
                language = LANGUAGE_NAMES.get(code, code)
                widget = forms.Textarea(attrs={"rows": text.rows}) if text.rows > 1 else forms.TextInput()
                widget.attrs["lang"] = code
                self.fields[name] = forms.CharField(
                    label=_("%(text)s in %(language)s") % {"text": text.label, "language": language},
                    required=False,
                    max_length=text.longest,
                    widget=widget,
                )
                self.initial.setdefault(name, (written.get(text.name) or {}).get(code, ""))

    def text_rows(self) -> list[TextRow]:
        """Give the texts for drawing, with what is missing marked."""
        return [self._row(text) for text in self.asked]

    def row_of(self, name: str) -> TextRow:
        """Give one text for drawing."""
        return next(self._row(text) for text in self.asked if text.name == name)

    def _row(self, text: TextAsked) -> TextRow:
        fields = {code: self[f"{text.name}-{code}"] for code in self.languages}
        filled = {code for code, field in fields.items() if (field.value() or "").strip()}
        cells = [
            LanguageCell(code, LANGUAGE_NAMES.get(code, code), field, bool(filled) and code not in filled)
            for code, field in fields.items()
        ]
        return TextRow(text.label, text.help, cells)

    def shown(self, names: Iterable[str]) -> dict[str, str]:
        """Give the texts as they stand in the fields, saved or only typed, one after another by language."""
        return {
            code: "\n\n".join(str(self[f"{name}-{code}"].value() or "") for name in names)
            for code in self.languages
        }

    def written(self, name: str) -> dict[str, str]:
        """Give what was written of a text, by language; languages without it are left out."""
        given = {code: self._kept(f"{name}-{code}") for code in self.languages}
        return {code: text for code, text in given.items() if text}

    def _kept(self, field: str) -> str:
        """Give a text without stray space; what nobody has changed stays as it was written."""
        before, now = str(self.initial.get(field) or ""), _tidy(self.cleaned_data.get(field, ""))
        return before if _tidy(before) == now else now


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
