from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.frame import LANGUAGE_NAMES
from dygn.identity.models import Person
from dygn.identity.rules.phone_numbers import parse_phone_number


class EmailContactForm(forms.Form):
    """An e-mail address that the person says is theirs."""

    contact = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"invalid": _("Enter the whole e-mail address, for example name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("We send a code there, to see that it is yours."),
    )


class PhoneContactForm(forms.Form):
    """A phone number that the person says is theirs."""

    contact = forms.CharField(
        label=_("Mobile phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("We send a code there as a text message, to see that it is yours."),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country

    def clean_contact(self) -> str:
        try:
            return parse_phone_number(self.cleaned_data["contact"], self.country)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal


class CodeForm(forms.Form):
    """A code that was sent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "ds-input dy-short"}
        ),
        help_text=_("Six digits. They are valid for 15 minutes."),
    )


class EmergencyForm(forms.Form):
    """The one-time code of the emergency account."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("Eight digits from the authenticator app."),
    )


class DetailsForm(forms.Form):
    """How we write to the person, and in which language."""

    channel = forms.ChoiceField(
        label=_("How shall we tell you that something waits?"),
        choices=[
            (Person.Channel.EMAIL, _("By e-mail")),
            (Person.Channel.SMS, _("By text message (SMS)")),
            (Person.Channel.LETTER, _("By letter on paper")),
        ],
        widget=forms.RadioSelect,
        help_text=_("E-mail and SMS only tell that something waits here, never what it is."),
    )
    language = forms.ChoiceField(label=_("In which language shall we write?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, LANGUAGE_NAMES.get(code, code)) for code in languages
        ]
