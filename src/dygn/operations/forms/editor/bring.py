from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.adapters import adapter_names
from dygn.services.actions.bring_form import LARGEST
from dygn.services.actions.import_package import PORT

MEGABYTE = 1_000_000
# Products' names are the same in every language.
FORMATS = {
    "webform": "Drupal Webform / OS2forms (YAML, ZIP)",
    "formio": "Form.io, Open Forms (JSON)",
    "oep": "Open ePlatform (.oeflow)",
    "govuk": "GOV.UK Forms (JSON)",
    "viva": "Helsingborg (JSON)",
}


class BringForm(forms.Form):
    """A form of another system, as a file."""

    form = forms.FileField(
        label=_("File"),
        help_text=_("The form as the other system exports it, 2 MB at most. Nothing is installed yet: you see first what comes over."),
        widget=forms.FileInput(attrs={"accept": ".json,.yml,.yaml,.xml,.oeflow,.zip"}),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty. Export the form again."),
        },
    )  # fmt: skip
    format = forms.ChoiceField(label=_("Which system is it from?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((FORMATS.get(name, name), name) for name in adapter_names(PORT))
        choices = [("", _("See from the file")), *((name, words) for words, name in known)]
        self.fields["format"].choices = choices  # type: ignore[attr-defined]

    def clean_form(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["form"]
        if file.size > LARGEST:
            words = _("The file is larger than %(size)d MB. Take pictures and old answers out of it, or have it brought by command.")
            raise forms.ValidationError(words % {"size": LARGEST // MEGABYTE})
        return file
