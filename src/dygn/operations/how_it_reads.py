"""How a text reads, told to whoever writes it: its LIX, and the words that the municipality avoids."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dygn.base.markdown import markdown_text
from dygn.base.readability import lix
from dygn.services.rules.package.remarks import FEWEST_WORDS, HARD_TO_READ
from dygn.services.working_copies import words_to_avoid

RATHER_HARD_TO_READ = 40


@dataclass(frozen=True)
class Reading:
    """What is said of a text in one language."""

    language: str
    lines: tuple[str, ...]


def how_it_reads(text: str, language: str) -> list[str]:
    """Say how a text reads, and which of its words are to be avoided; nothing of a few good words."""
    avoided = [
        _("Write “%(prefer)s” and not “%(avoid)s”.") % {"prefer": each.prefer, "avoid": each.avoid}
        for each in words_to_avoid(text, language)
    ]
    return [line for line in (_in_words(text), *avoided) if line]


def readings(texts: Mapping[str, str]) -> list[Reading]:
    """Say it of a Markdown text in each of its languages."""
    told = {language: how_it_reads(markdown_text(text), language) for language, text in texts.items()}
    return [Reading(language, tuple(lines)) for language, lines in told.items() if lines]


def _in_words(text: str) -> str:
    if len(text.split()) < FEWEST_WORDS:
        return ""
    value = round(lix(text))
    if value > HARD_TO_READ:
        return _("Hard to read (LIX %(lix)d). Shorten sentences and choose shorter words.") % {"lix": value}
    if value > RATHER_HARD_TO_READ:
        return _("Rather hard to read (LIX %(lix)d). Aim for 40 or less.") % {"lix": value}
    return _("Easy to read (LIX %(lix)d).") % {"lix": value}
