"""What a service sends to whom, as its owner sets it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.base.frame import LANGUAGE_NAMES
from dygn.cases.rules.service_messages import (
    LONGEST,
    MAY_BE_LEFT_OUT,
    MESSAGES,
    copied_to,
    is_sent,
    places_of,
    words_of,
)
from dygn.post.rules.texts import built_in

_NAMES: dict[str, Text] = {
    "case_received": gettext_lazy("When it has been sent"),
    "case_request": gettext_lazy("When something is missing"),
    "case_message": gettext_lazy("When you have written"),
    "case_document": gettext_lazy("When there is a new document"),
    "case_decided": gettext_lazy("When it is decided"),
    "case_reopened": gettext_lazy("When it is opened again"),
}


@dataclass(frozen=True)
class MessageRow:
    """A message with its fields, for drawing."""

    name: Text
    fields: Sequence[forms.BoundField]
    words: Sequence[forms.BoundField]
    has_words: bool
    places: str


class ServiceMessagesForm(forms.Form):
    """Which messages are sent, in which words, and who else is told. ``messages()`` is what the verb takes."""

    def __init__(
        self, *args: Any, settings: Mapping[str, Any], languages: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = tuple(languages)
        for name in MESSAGES:
            self._ask(name, settings)

    def _ask(self, name: str, settings: Mapping[str, Any]) -> None:
        if name in MAY_BE_LEFT_OUT:
            self.fields[f"on_{name}"] = forms.BooleanField(
                label=_("Tell the person"), required=False, initial=is_sent(settings, name)
            )
        self.fields[f"copy_{name}"] = forms.CharField(
            label=_("Tell this e-mail address too"), required=False, max_length=254,
            widget=forms.EmailInput, initial=copied_to(settings, name),
            help_text=_("Such as that of a unit. It reads the case’s number and nothing of what it is about."),
        )  # fmt: skip
        own = words_of(settings, name)
        for code in self.languages:
            standard, language = built_in(name, code), LANGUAGE_NAMES.get(code, code)
            for part, label in (
                ("subject", _("Subject in %(language)s")),
                ("body", _("Text in %(language)s")),
            ):
                widget = forms.Textarea(attrs={"rows": 4}) if part == "body" else forms.TextInput()
                widget.attrs |= {"lang": code, "placeholder": getattr(standard, part)}
                self.fields[f"{part}_{name}_{code}"] = forms.CharField(
                    label=label % {"language": language}, required=False, max_length=LONGEST[part], widget=widget,
                    initial=own.get(code, {}).get(part, ""),
                )  # fmt: skip

    def rows(self) -> list[MessageRow]:
        """Give the messages for drawing."""
        return [self._row(name) for name in MESSAGES]

    def _row(self, name: str) -> MessageRow:
        plain = [self[field] for field in (f"on_{name}", f"copy_{name}") if field in self.fields]
        words = [self[f"{part}_{name}_{code}"] for code in self.languages for part in ("subject", "body")]
        places = " ".join(f"{{{place}}}" for place in sorted(places_of(name)))
        return MessageRow(
            _NAMES[name], plain, words, any(each.value() or each.errors for each in words), places
        )

    def messages(self) -> dict[str, dict[str, Any]]:
        """Give what was written."""
        data = self.cleaned_data
        return {
            name: {
                "off": not data.get(f"on_{name}", True),
                "copy_to": data[f"copy_{name}"],
                "words": {
                    code: {
                        part: data[f"{part}_{name}_{code}"].replace("\r\n", "\n")
                        for part in ("subject", "body")
                    }
                    for code in self.languages
                },
            }
            for name in MESSAGES
        }
