"""A list of answers to choose, pasted or uploaded."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.services.rules.editing.option_list import LONGEST

_SALT = "dygn.list-fetched"


class OptionListForm(forms.Form):
    """One answer a line. A file goes before what stands in the text."""

    text = forms.CharField(
        label=gettext_lazy("The list"), required=False, strip=False, max_length=LONGEST,
        help_text=gettext_lazy("One answer a line, with a semicolon between the levels: Food; Restaurant. Or indent what stands below another."),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a file with such a list"), required=False,
        help_text=gettext_lazy("A text file or CSV, such as a spreadsheet saves."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another one.")},
    )  # fmt: skip

    def __init__(self, *args: Any, sources: Sequence[str] = (), source: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sources:
            self.fields["source"] = forms.ChoiceField(
                label=_("Or a source that has the list"), required=False, choices=[(key, key) for key in sources],
                help_text=_("It is asked when you press the button. What it tells goes before what stands in the text."),
                initial=source,
            )  # fmt: skip

    def clean_file(self) -> Any:
        """Give what stands in the file; one that is no text is refused."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > LONGEST * 2:
            raise ValidationError(_("The file is too large for a list of answers."))
        content = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                text: str = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text
        raise ValidationError(_("The file is no text. Save it as CSV in UTF-8, and choose that."))

    def given(self) -> str:
        """Give the list, from the file or as it was typed."""
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])

    def origin(self, signed: str) -> tuple[str, str]:
        """Give where and when exactly this list was fetched; nothing when it was written or changed since."""
        try:
            said = signing.loads(signed, salt=_SALT)
        except signing.BadSignature:
            return "", ""
        return (said["source"], said["at"]) if said["mark"] == self.mark() else ("", "")

    def mark(self) -> str:
        """Tell this list from another, so that only what was shown is saved."""
        return mark_of(self.given())


def mark_of(text: str) -> str:
    """Tell a list from another, however its lines end."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def signed_origin(text: str, source: str, at: datetime) -> str:
    """Say where and when a list was fetched so that it comes back with the page unchanged."""
    said = {"source": source, "at": at.isoformat(timespec="seconds"), "mark": mark_of(text)}
    return signing.dumps(said, salt=_SALT)
