"""Organisation numbers of Sweden, Denmark (CVR) and Norway."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from stdnum.dk import cvr
from stdnum.exceptions import ValidationError
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from dygn.base.errors import Refusal, Text

COUNTRIES = ("se", "dk", "no")
_CHECKS = {"se": swedish, "dk": cvr, "no": norwegian}
_LENGTHS = {"se": 10, "dk": 8, "no": 9}

_HOW_TO_WRITE: dict[str, Text] = {
    "se": _("Enter the organisation number with 10 digits. Example: 212000-0142."),
    "dk": _("Enter the CVR number with 8 digits. Example: 13585628."),
    "no": _("Enter the organisation number with 9 digits. Example: 974 760 673."),
}
_ANY_COUNTRY: Text = _("Enter a Swedish, Danish or Norwegian organisation number with all its digits.")
_DOES_NOT_ADD_UP: Text = _("The digits of the organisation number do not add up. Check them one by one.")


@dataclass(frozen=True)
class OrganisationNumber:
    """An organisation number that has been checked. ``normal`` is digits only."""

    country: str
    normal: str

    def shown(self) -> str:
        """Give the number as people of the country write it."""
        digits = self.normal
        if self.country == "se":
            return f"{digits[:6]}-{digits[6:]}"
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if self.country == "no" else digits


def parse_organisation_number(text: str, countries: Sequence[str] = COUNTRIES) -> OrganisationNumber:
    """Read an organisation number as people write it. The three lengths differ, so the country is certain.

    A Swedish number may be written with the leading 16 of the twelve-digit form. Raises Refusal.
    """
    digits = re.sub(r"[\s\u00a0.\u2010-\u2015-]|^(?:DK|NO|SE)|MVA$", "", text.strip().upper())
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    for country in countries:
        if re.fullmatch(rf"[0-9]{{{_LENGTHS[country]}}}", digits):
            return _checked(country, digits)
    message = _HOW_TO_WRITE[countries[0]] if len(countries) == 1 else _ANY_COUNTRY
    raise Refusal("organisation_number_form", message)


def _checked(country: str, digits: str) -> OrganisationNumber:
    try:
        _CHECKS[country].validate(digits)
    except ValidationError as error:
        raise Refusal("organisation_number_check_digit", _DOES_NOT_ADD_UP) from error
    return OrganisationNumber(country=country, normal=digits)
