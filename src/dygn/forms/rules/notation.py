"""Numbers and dates as people in the Nordic countries type and read them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

_MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
        "da": "januar februar marts april maj juni juli august september oktober november december",
        "nb": "januar februar mars april mai juni juli august september oktober november desember",
        "nn": "januar februar mars april mai juni juli august september oktober november desember",
        "en": "January February March April May June July August September October November December",
    }.items()
}
_DATE_STYLE = {"sv": "{d} {m} {y}", "en": "{d} {m} {y}"}
_THOUSANDS = {"da": ".", "en": ","}
_ORDER = re.compile(r"^((?:1[89]|2[01])\d\d)\W?(0?[1-9]|1[0-2])\W?(\d{1,2})$")
_LOOSE = re.compile(r"^(\d{1,2})[\s./,\-]*(\d{1,2}|[^\W\d_]+)[\s./,\-]+(\d{1,4})$")
_ROUND = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_RELATIVE = re.compile(r"^today(?:([+-])(\d{1,5}))?$")


def number_typed(text: str, decimals: int) -> Decimal | None:
    """Read a number: spaces, thousands and either decimal sign are understood.

    ``1.234`` is a thousand when fewer than three decimals are asked for. None when it is no number.
    """
    text = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace("−", "-").replace("–", "-")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    if not text.isascii() or not re.fullmatch(r"[\d.,]*\d[.,]?|[\d.,]*\d-", text) or len(text) > 40:
        return None
    last = max(text.rfind("."), text.rfind(","))
    whole, fraction = (text, "") if last < 0 else (text[:last], text[last + 1 :])
    if last >= 0 and _is_thousands(text, last, decimals):
        whole, fraction = text, ""
    if not re.fullmatch(r"\d*|\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", whole):
        return None
    digits = re.sub(r"[.,]", "", whole) or "0"
    try:
        return Decimal(f"{sign}{digits}.{fraction or 0}")
    except InvalidOperation:
        return None


def _is_thousands(text: str, last: int, decimals: int) -> bool:
    """The last sign parts thousands, not decimals."""
    head, tail = text[:last], text[last + 1 :]
    one_sign_only = not ({".", ","} <= set(text))
    if len(tail) != 3 or not one_sign_only or head in ("", "0"):
        return False
    return decimals < 3 or any(sign in head for sign in ".,")


def number_shown(number: Decimal | int, language: str, decimals: int | None = None) -> str:
    """Write a number with thousands apart and the language's decimal sign."""
    text = f"{number:,.{decimals}f}" if decimals is not None else f"{number:,f}"
    if "." in text and decimals is None:
        text = text.rstrip("0").rstrip(".")
    thousands = _THOUSANDS.get(language, "\u00a0")
    point = "." if language == "en" else ","
    return text.translate({ord(","): thousands, ord("."): point}).replace("-", "−")


def money_shown(minor: int, language: str) -> str:
    """Write an amount in kroner; øre only when there are any."""
    decimals = 2 if minor % 100 else 0
    ending = "kr." if language == "da" else "kr"
    return f"{number_shown(Decimal(minor) / 100, language, decimals)}\u00a0{ending}"


def date_shown(day: date, language: str) -> str:
    """Write a date with the month's name."""
    style = _DATE_STYLE.get(language, "{d}. {m} {y}")
    return style.format(d=day.day, m=_MONTHS.get(language, _MONTHS["en"])[day.month - 1], y=day.year)


def month_typed(text: str) -> int | None:
    """Read a month: its number, or its name or the first three letters in any of our languages."""
    text = text.strip().rstrip(".").casefold()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) < 3:
        return None
    for names in _MONTHS.values():
        for number, name in enumerate(names, start=1):
            if name.casefold().startswith(text):
                return number
    return None


def date_parts_typed(text: str) -> tuple[str, str, str] | None:
    """Part a date that is typed in one go (14/3 2027, 2027-03-14, 14. marts 2027) in day, month, year."""
    text = text.strip()
    if found := _ORDER.match(text):
        return found[3], found[2], found[1]
    if found := _ROUND.match(text) or _LOOSE.match(text):
        return found[1], found[2], found[3]
    return None


def is_day_limit(text: str) -> bool:
    """The text is a date or reckoned from today."""
    if _RELATIVE.match(text):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def day_limit(text: str, today: date) -> date:
    """The day that a limit such as ``today-30`` or ``2026-01-31`` stands for."""
    if found := _RELATIVE.match(text):
        days = int(found[2] or 0)
        return today + timedelta(days=-days if found[1] == "-" else days)
    return date.fromisoformat(text)
