from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.frame import LANGUAGE_NAMES


class NewLanguageForm(forms.Form):
    """One more language for a service; those that the municipality's portal speaks come first."""

    language = forms.ChoiceField(label=_("Another language"))

    def __init__(self, *args: Any, taken: Sequence[str], spoken: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([*spoken, *LANGUAGE_NAMES])
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, LANGUAGE_NAMES.get(code, code)) for code in codes if code not in taken
        ]
