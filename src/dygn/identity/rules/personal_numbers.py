"""Personal numbers of Sweden, Denmark and Norway: read, checked, shown half-masked.

Sweden: personnummer and samordningsnummer (day + 60), folkbokföringslagen 18-18 b §§.
Denmark: CPR number, with or without modulus 11 (numbers without it are given out since 2007).
Norway: fødselsnummer, D-number (day + 40), and the test registers' synthetic numbers (month + 80
in Tenor, month + 40 in older ones).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from personnummer import personnummer
from stdnum import luhn

from dygn.base.errors import Refusal, Text

COUNTRIES = ("se", "dk", "no")
MASK = "•"


class NumberKind(StrEnum):
    """What sort of number it is: for people who live here, or for those who only deal with us."""

    PERSONAL = "personal"
    COORDINATION = "coordination"
    D_NUMBER = "d_number"


@dataclass(frozen=True)
class PersonalNumber:
    """A personal number that has been checked. ``normal`` is digits only, the form to store and compare.

    ``birth_on`` is None where the number does not tell it: some Swedish coordination numbers.
    """

    country: str
    kind: NumberKind
    normal: str
    birth_on: date | None
    is_synthetic: bool = False

    def __str__(self) -> str:
        """Give the masked form, so that a number written to a log by mistake says little."""
        return self.masked()

    def __repr__(self) -> str:
        return f"<PersonalNumber {self.country} {self.masked()}>"

    def shown(self) -> str:
        """Give the number as people of the country write it."""
        return self._joined(self.normal[self._split :])

    def masked(self) -> str:
        """Give the number with its last part hidden: ``19900101-••••``."""
        return self._joined(MASK * (len(self.normal) - self._split))

    def _joined(self, last_part: str) -> str:
        return f"{self.normal[: self._split]}{' ' if self.country == 'no' else '-'}{last_part}"

    @property
    def _split(self) -> int:
        return 8 if self.country == "se" else 6


class NotThisCountry(Exception):
    """The text is no number of this country. ``reason`` says what is wrong with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


WRONG_FORM, WRONG_DATE, WRONG_CHECK_DIGIT = "form", "date", "check_digit"

_HOW_TO_WRITE: dict[str, Text] = {
    "se": _(
        "Enter the personal number with 12 digits: year, month, day and four digits. Example: 19900102-2384."
    ),
    "dk": _("Enter the CPR number with 10 digits: day, month, year and four digits. Example: 010190-1234."),
    "no": _("Enter the national identity number with 11 digits: day, month, year and five digits."),
}
_ANY_COUNTRY: Text = _("Enter a Swedish, Danish or Norwegian personal number with all its digits.")
_NO_SUCH_DATE: Text = _("The personal number begins with a date that does not exist. Check the digits.")
_DOES_NOT_ADD_UP: Text = _("The digits of the personal number do not add up. Check them one by one.")


def parse_personal_number(
    text: str, countries: Sequence[str] = COUNTRIES, *, today: date | None = None
) -> PersonalNumber:
    """Read a personal number as people write it: spaces, dashes and a short year are borne.

    ``countries`` are tried in order and the first that fits is given. ``today`` decides the century
    of a year written with two digits. Raises Refusal, with words that say how to mend it.
    """
    written = re.sub(
        r"[\s\u00a0.\u2010-\u2015]", lambda mark: "" if mark[0].isspace() or mark[0] == "." else "-", text
    )
    reasons: list[str] = []
    for country in countries:
        try:
            return _READERS[country](written, today or datetime.now(UTC).date())
        except NotThisCountry as unfit:
            reasons.append(unfit.reason)
    raise _refusal(reasons, countries)


def half_masked(text: str, countries: Sequence[str] = COUNTRIES) -> str:
    """Give a stored number half-masked; what is no number is masked whole."""
    try:
        return parse_personal_number(text, countries).masked()
    except Refusal:
        return MASK * 8


def _refusal(reasons: list[str], countries: Sequence[str]) -> Refusal:
    if WRONG_CHECK_DIGIT in reasons:
        return Refusal("personal_number_check_digit", _DOES_NOT_ADD_UP)
    if WRONG_DATE in reasons:
        return Refusal("personal_number_date", _NO_SUCH_DATE)
    message = _HOW_TO_WRITE[countries[0]] if len(countries) == 1 else _ANY_COUNTRY
    return Refusal("personal_number_form", message)


def _swedish(written: str, today: date) -> PersonalNumber:
    match = re.fullmatch(r"([0-9]{2})?([0-9]{6})([-+]?)([0-9]{4})", written)
    if match is None:
        raise NotThisCountry(WRONG_FORM)
    century, short_date, sign, last_part = match.groups()
    century = century or _swedish_century(short_date[:2], sign, today)
    normal = f"{century}{short_date}{last_part}"
    if int(short_date[4:]) >= 60:
        return _coordination_number(normal, today)
    birth_on = _date(int(normal[:4]), int(normal[4:6]), int(normal[6:8]), today)
    if not personnummer.valid(normal):
        raise NotThisCountry(WRONG_CHECK_DIGIT)
    return PersonalNumber(country="se", kind=NumberKind.PERSONAL, normal=normal, birth_on=birth_on)


def _coordination_number(normal: str, today: date) -> PersonalNumber:
    """Where the time of birth is not certain the month is 00, the day 60, or the day one that the month lacks."""
    year, month, day = int(normal[:4]), int(normal[4:6]), int(normal[6:8]) - 60
    if month > 12 or day > 31:
        raise NotThisCountry(WRONG_DATE)
    try:
        birth_on = date(year, month, day)
    except ValueError:
        birth_on = None
    if year > today.year or (birth_on is not None and birth_on > today):
        raise NotThisCountry(WRONG_DATE)
    if normal[8:11] == "000" or not luhn.is_valid(normal[2:]):
        raise NotThisCountry(WRONG_CHECK_DIGIT)
    return PersonalNumber(country="se", kind=NumberKind.COORDINATION, normal=normal, birth_on=birth_on)


def _swedish_century(year: str, sign: str, today: date) -> str:
    """Ten digits mean the latest such year; a plus means that the person has turned a hundred."""
    latest = today.year - 100 * (sign == "+")
    return str((latest - (latest - int(year)) % 100) // 100)


def _danish(written: str, today: date) -> PersonalNumber:
    digits = _digits(written, length=10)
    year = _danish_year(int(digits[4:6]), int(digits[6]))
    birth_on = _date(year, int(digits[2:4]), int(digits[:2]), today)
    return PersonalNumber(country="dk", kind=NumberKind.PERSONAL, normal=digits, birth_on=birth_on)


def _danish_year(year: int, seventh: int) -> int:
    """The seventh digit tells the century (CPR-kontoret, "Personnummeret i CPR")."""
    if seventh <= 3:
        return 1900 + year
    if seventh in (4, 9):
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


def passes_modulus_11(number: PersonalNumber) -> bool:
    """Say whether a Danish number has the old check digit. Numbers given out since 2007 may not."""
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    return number.country == "dk" and _weighed(number.normal, weights) % 11 == 0


def _norwegian(written: str, today: date) -> PersonalNumber:
    digits = _digits(written, length=11)
    day, month = int(digits[:2]), int(digits[2:4])
    is_d_number = 40 < day <= 71
    added = 80 if month > 80 else 40 if month > 40 else 0
    year = _norwegian_year(int(digits[4:6]), int(digits[6:9]))
    birth_on = _date(year, month - added, day - 40 * is_d_number, today)
    if not _norwegian_check_digits_agree(digits):
        raise NotThisCountry(WRONG_CHECK_DIGIT)
    return PersonalNumber(
        country="no",
        kind=NumberKind.D_NUMBER if is_d_number else NumberKind.PERSONAL,
        normal=digits,
        birth_on=birth_on,
        is_synthetic=added > 0,
    )


def _norwegian_year(year: int, individual: int) -> int:
    """The individual number tells the century (folkeregisterforskriften § 2-2-1)."""
    if individual <= 499:
        return 1900 + year
    if individual <= 749 and year >= 54:
        return 1800 + year
    if year <= 39:
        return 2000 + year
    if individual >= 900:
        return 1900 + year
    raise NotThisCountry(WRONG_DATE)


def _norwegian_check_digits_agree(digits: str) -> bool:
    first = _weighed(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    second = _weighed(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    return first % 11 == 0 and second % 11 == 0


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _digits(written: str, *, length: int) -> str:
    match = re.fullmatch(rf"([0-9]{{6}})-?([0-9]{{{length - 6}}})", written)
    if match is None:
        raise NotThisCountry(WRONG_FORM)
    return match[1] + match[2]


def _date(year: int, month: int, day: int, today: date) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise NotThisCountry(WRONG_DATE) from None
    if found > today:
        raise NotThisCountry(WRONG_DATE)
    return found


_READERS: dict[str, Callable[[str, date], PersonalNumber]] = {
    "se": _swedish,
    "dk": _danish,
    "no": _norwegian,
}
