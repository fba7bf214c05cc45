"""A list of answers to choose, pasted or uploaded."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.services.rules.editing.option_list import LONGEST


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

    def mark(self) -> str:
        """Tell this list from another, so that only what was shown is saved."""
        return hashlib.sha256(self.given().replace("\r\n", "\n").encode()).hexdigest()
