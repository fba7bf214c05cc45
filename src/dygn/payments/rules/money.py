"""Amounts in whole minor units (öre, øre, cent), and in which currency a country pays."""

CURRENCIES = ("SEK", "NOK", "DKK", "EUR")
_OF_COUNTRY = {"se": "SEK", "no": "NOK", "dk": "DKK"}


def currency_of(country: str) -> str:
    """Give the currency that a municipality of the country is paid in."""
    return _OF_COUNTRY.get(country, "EUR")


def vat_within(amount: int, percent: int) -> int:
    """Give how much of an amount is value added tax, in whole minor units, rounded half up."""
    return (2 * amount * percent + 100 + percent) // (2 * (100 + percent))
