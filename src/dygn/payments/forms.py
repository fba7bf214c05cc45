from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from dygn.payments.models import Payment
from dygn.payments.queries import Asked

# Outside of these there is no payment, and a moment there cannot be reckoned with.
DAYS = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


def _day(label: Any) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=day, validators=DAYS)


class FilterForm(forms.Form):
    """Which payments to see."""

    about = forms.ChoiceField(label=_("Service"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    reference = forms.CharField(label=_("Reference"), required=False, max_length=40)
    since = _day(_("From"))
    until = _day(_("To"))

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["about"].choices = [("", _("All services")), *services]
        fields["state"].choices = [("", _("All states")), *Payment.State.choices]

    @property
    def asked(self) -> Asked:
        """What is asked for; what cannot be read asks for nothing."""
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})
