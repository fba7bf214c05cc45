"""What a service sends to whom, as its municipality has set it beside the package.

The person is always told by the way they have chosen. Here is said which of the messages are sent at all, in whose
words, and who besides gets a word that something has happened: never what.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.post.rules.texts import built_in_in_all_languages, places_in

# The messages, in the order in which a case meets them.
MESSAGES = ("case_received", "case_request", "case_message", "case_document", "case_decided", "case_reopened")
# What a person has to be told of by law, or waits for them to act, is always sent.
MAY_BE_LEFT_OUT = frozenset({"case_received", "case_document"})
# Messages that say the same and something more, such as the code: they are always sent, in the municipality's words.
AS_MESSAGE = dict.fromkeys(("case_received_code", "case_to_pay", "case_to_pay_code"), "case_received") | {
    "case_reopened_to_pay": "case_reopened"
}
WORDED = ("subject", "body")
LONGEST = {"subject": 150, "body": 3000}
_FILLED_IN = frozenset({"municipality", "name", "url"})
_EMAIL = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;\"]{2,}")


def places_of(message: str) -> frozenset[str]:
    """Give the names in braces that are filled in when the message is written."""
    texts = built_in_in_all_languages(message).values()
    return _FILLED_IN | {place for each in texts for text in each.values() for place in places_in(text)}


def is_sent(settings: Mapping[str, Any], message: str) -> bool:
    """Say whether a service sends the message to the person."""
    return message not in MAY_BE_LEFT_OUT or not _of(settings, message).get("off", False)


def words_of(settings: Mapping[str, Any], message: str) -> dict[str, dict[str, str]]:
    """Give the service's own words by language and part; empty where the municipality's are used."""
    return dict(_of(settings, message).get("words", {}))


def copied_to(settings: Mapping[str, Any], message: str) -> str:
    """Give the e-mail address that is told of it too; empty for none."""
    return str(_of(settings, message).get("copy_to", ""))


def messages_to_keep(given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the messages as they are kept, without what says nothing. Raises Refusal, with the field."""
    kept = {name: _to_keep(name, given[name]) for name in MESSAGES if name in given}
    return {name: each for name, each in kept.items() if each}


def _to_keep(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    copy_to = str(given.get("copy_to") or "").strip()
    if copy_to and (len(copy_to) > 254 or not _EMAIL.fullmatch(copy_to)):
        raise Refusal(
            "no_email", _("Write an e-mail address, for example unit@example.org."), field=f"copy_{name}"
        )
    words = {}
    for language, texts in (given.get("words") or {}).items():
        own = {part: str(texts.get(part) or "").strip() for part in WORDED}
        _refuse_unfit(name, language, own)
        if any(own.values()):
            words[language] = {part: text for part, text in own.items() if text}
    off = bool(given.get("off")) and name in MAY_BE_LEFT_OUT
    return {
        **({"off": True} if off else {}),
        **({"copy_to": copy_to} if copy_to else {}),
        **({"words": words} if words else {}),
    }


def _refuse_unfit(name: str, language: str, own: Mapping[str, str]) -> None:
    for part, text in own.items():
        field = f"{part}_{name}_{language}"
        if len(text) > LONGEST[part] or (part == "subject" and "\n" in text):
            raise Refusal("too_long", _("Write it shorter."), field=field)
        if unknown := places_in(text) - places_of(name):
            facts = {"unknown": _braced(unknown), "known": _braced(places_of(name))}
            words = _("Nothing fills %(unknown)s. You can write: %(known)s.") % facts
            raise Refusal("unknown_place", words, field=field)


def _braced(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _of(settings: Mapping[str, Any], message: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = settings.get("messages", {}).get(message, {})
    return found
