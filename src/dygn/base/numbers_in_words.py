"""Numbers, money and dates written as each language writes them (CLDR, through Babel)."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_precision
from django.utils import timezone

Number = int | float | Decimal


@lru_cache
def locale_of(language: str) -> Locale:
    """Give the locale of a language; English here is written as in Europe, with the day first."""
    if language.startswith("en"):
        return Locale.parse("en_GB")
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def number(value: Number, language: str) -> str:
    """Write a number with the language's signs for decimals and thousands, with at most three decimals."""
    return format_decimal(value, locale=locale_of(language))


def money(minor_units: int, currency: str, language: str) -> str:
    """Write an amount that is kept in whole minor units (öre, øre); no decimals when there are none to show."""
    precision = get_currency_precision(currency)
    amount = Decimal(minor_units).scaleb(-precision)
    whole = amount == amount.to_integral_value()
    pattern = "#,##0\xa0¤" if whole else "#,##0.00\xa0¤"
    return format_currency(amount, currency, format=pattern, locale=locale_of(language), currency_digits=False)


def long_date(day: date, language: str) -> str:
    """14 December 2026; 14. desember 2026"""
    return format_date(_local(day), format="long", locale=locale_of(language))


def short_date(day: date, language: str) -> str:
    """14 Dec 2026; 14. des. 2026"""
    return format_date(_local(day), format="medium", locale=locale_of(language))


def date_and_time(moment: datetime, language: str) -> str:
    """14 December 2026 14:05; 14. desember 2026 14:05"""
    return f"{long_date(moment, language)} {_local(moment):%H:%M}"


def _local(day: date) -> date:
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day).replace(tzinfo=None)
    return day
