"""What a package says of a service as its owner reads it: who comes in, who signs, what the steps are called."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dygn.base.errors import Text
from dygn.base.numbers_in_words import number
from dygn.base.saying import language_named
from dygn.base.words import pick
from dygn.services.rules.keeping import kept_in_words

LOG_INS: Mapping[str, Text] = {
    "none": gettext_lazy("Nobody has to log in"),
    "contact": gettext_lazy("E-mail or phone, checked with a code"),
    "low": gettext_lazy("e-ID, any level"),
    "substantial": gettext_lazy("e-ID, substantial"),
    "high": gettext_lazy("e-ID, high"),
}
SIGNINGS: Mapping[str, Text] = {
    "none": gettext_lazy("Nobody"),
    "applicant": gettext_lazy("Whoever fills it in"),
    "in_turn": gettext_lazy("Several, one after another"),
    "at_once": gettext_lazy("Several, all at once"),
}
AUDIENCES: Mapping[str, Text] = {
    "residents": gettext_lazy("Residents"),
    "businesses": gettext_lazy("Businesses and associations"),
    "staff": gettext_lazy("Those who work for the municipality"),
}
CHANNELS: Mapping[str, Text] = {
    "phone": gettext_lazy("By phone"),
    "visit": gettext_lazy("In person"),
    "letter": gettext_lazy("By letter"),
    "email": gettext_lazy("By e-mail"),
    "web": gettext_lazy("Elsewhere on the web"),
}
_STEPS: Mapping[str, Text] = {
    "received": gettext_lazy("We receive it and you get a receipt"),
    "registered": gettext_lazy("We register it"),
    "in_hand": gettext_lazy("An officer looks into it"),
    "decided": gettext_lazy("You get a decision"),
    "closed": gettext_lazy("The case is closed"),
}


def standard_step(key: str) -> str:
    """Name a step of the handling as it is named where a package names it not."""
    return str(_STEPS.get(key, key))


def days_in_words(days: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def part_read(name: str, value: Any, language: str) -> str | None:
    """Give a part of a service as it is read; None for one that needs no words of its own."""
    if not value or name not in _READ:
        return None
    return _READ[name](value, language)


def _steps(steps: Sequence[Mapping[str, Any]], language: str) -> str:
    lines = []
    for step in steps:
        called = pick(step.get("name", {}), language) or standard_step(step["key"])
        lines += [f"{called}: {days_in_words(step['days'])}", pick(step.get("text", {}), language)]
    return "\n".join(line for line in lines if line)


def _process(steps: Sequence[Mapping[str, Any]], language: str) -> str:
    """A line for each step: its name and days, what people see of it, what is asked of whoever does it."""
    lines, seen, asked = [], _("What people see"), _("Is asked")
    for step in steps:
        days = f" ({days_in_words(step['days'])})" if "days" in step else ""
        lines.append(pick(step["name"], language) + days)
        if "milestone" in step:
            lines.append(f"– {seen}: {pick(step['milestone'], language)}")
        lines += [f"– {asked}: {pick(each['label'], language)}" for each in step.get("asks", ())]
    return "\n".join(lines)


def _fee(fee: Mapping[str, Any], language: str) -> str:
    told = {
        _("Amount"): number(fee["amount"] / 100, language) if "amount" in fee else "",
        _("How it is worked out"): fee.get("computed", ""),
        _("VAT"): f"{fee['vat']} %" if "vat" in fee else "",
        _("Text"): pick(fee.get("text", {}), language),
    }
    return "\n".join(f"{what}: {words}" for what, words in told.items() if words)


def _signing(signing: Mapping[str, Any], _language: str) -> str:
    way = signing.get("order", "at_once") if signing.get("who") == "several" else "applicant"
    told = [str(SIGNINGS.get(way, way))]
    if "days" in signing:
        words = _("Days that it waits for the others to sign")
        told.append(f"{words}: {signing['days']}")
    if "remind_after" in signing:
        words = _("Days until we remind those who have not signed")
        told.append(f"{words}: {signing['remind_after']}")
    return "\n".join(told)


def _channels(channels: Sequence[Mapping[str, Any]], language: str) -> str:
    return "\n".join(
        f"{CHANNELS.get(each['kind'], each['kind'])}: {pick(each['text'], language)}" for each in channels
    )


def _retention(retention: Mapping[str, Any], language: str) -> str:
    return kept_in_words(retention.get("months"), retention.get("reason", {}), language)


def _classification(classes: Mapping[str, Any], _language: str) -> str:
    lines = [
        f"{name}: {classes[key]}" for name, key in (("KLE", "kle"), ("KLASSA", "klassa")) if key in classes
    ]
    return "\n".join([*lines, *(f"Los: {each}" for each in classes.get("los", ()))])


def _words(words: Mapping[str, Sequence[str]], _language: str) -> str:
    return "\n".join(f"{language_named(each)}: {', '.join(found)}" for each, found in words.items())


_READ: Mapping[str, Callable[[Any, str], str]] = {
    "steps": _steps,
    "process": _process,
    "fee": _fee,
    "signing": _signing,
    "channels": _channels,
    "retention": _retention,
    "classification": _classification,
    "words": _words,
    "log_in": lambda level, _language: str(LOG_INS.get(level, level)),
    "audience": lambda audience, _language: "\n".join(str(AUDIENCES.get(each, each)) for each in audience),
    "languages": lambda languages, _language: "\n".join(str(language_named(each)) for each in languages),
}
