from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.saying import in_language


class DisturbanceForm(forms.Form):
    """What people are told of a connection that is out of order; with no words it works again."""

    pauses = forms.BooleanField(
        label=gettext_lazy("Let nobody begin or send meanwhile"), required=False,
        help_text=gettext_lazy("What people have written is kept, and they can send it afterwards."),
    )  # fmt: skip

    def __init__(self, *args: Any, languages: Sequence[str], texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("What people are told, %(in_language)s") % {"in_language": in_language(code)},
                max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.initial[f"text_{code}"] = texts.get(code, "")
        self.order_fields([*(f"text_{code}" for code in languages), "pauses"])

    def texts(self) -> dict[str, str]:
        """Give what is told by language; nothing when it works again."""
        return {code: text for code in self.languages if (text := self.cleaned_data[f"text_{code}"].strip())}
