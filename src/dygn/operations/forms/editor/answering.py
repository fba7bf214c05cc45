"""Fields on how an answer is typed: how wide its field is, what the browser fills in, whose numbers are taken."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.working_days import COUNTRIES

_AUTOCOMPLETE = {
    "name": gettext_lazy("Name"),
    "given-name": gettext_lazy("Given name"),
    "family-name": gettext_lazy("Family name"),
    "email": gettext_lazy("E-mail"),
    "tel": gettext_lazy("Phone"),
    "organization": gettext_lazy("Name of a company or an association"),
    "street-address": gettext_lazy("Address"),
    "postal-code": gettext_lazy("Postcode"),
    "address-level2": gettext_lazy("Town"),
    "bday": gettext_lazy("Date of birth"),
}
_COUNTRY_NAMES = {
    "se": gettext_lazy("Sweden"),
    "dk": gettext_lazy("Denmark"),
    "no": gettext_lazy("Norway"),
}
_WIDTHS = ("2", "4", "8", "12", "20")


def width_field(width: str) -> forms.ChoiceField:
    """Give the field that says how wide the answer's own field is."""
    widths = [*_WIDTHS, *([width] if width and width not in _WIDTHS else [])]
    words = _("For about %(number)s characters")
    choices = [("", _("As wide as the text")), *((each, words % {"number": each}) for each in widths)]
    return forms.ChoiceField(
        label=_("How wide the field is"), choices=choices, required=False, initial=width,
        help_text=_("A width that fits the answer tells how much to write."),
    )  # fmt: skip


def autocomplete_field(known: str) -> forms.ChoiceField:
    """Give the field that says what of the person's own the browser may propose."""
    choices = {"": _("Nothing"), **_AUTOCOMPLETE}
    choices.setdefault(known, known)
    return forms.ChoiceField(
        label=_("What the browser may fill in"), choices=list(choices.items()), required=False, initial=known,
        help_text=_("Only for what people write of themselves."),
    )  # fmt: skip


def countries_field(countries: Sequence[str]) -> forms.MultipleChoiceField:
    """Give the field that says whose numbers are taken."""
    return forms.MultipleChoiceField(
        label=_("Countries whose numbers are taken"), required=False, initial=list(countries),
        choices=[(each, _COUNTRY_NAMES[each]) for each in COUNTRIES], widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: those of your own country."),
    )  # fmt: skip
