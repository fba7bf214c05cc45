"""What the search page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import get_script_prefix
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dygn.search.models import Entry
from dygn.search.queries import MOST_FOUND, find, suggest

FEW = 5
KIND_ICONS = {"service": "task", "page": "document", "topic": "list", "news": "news", "question": "question"}


@dataclass(frozen=True)
class FoundLine:
    title: str
    summary: str
    url: str
    kind: str
    icon: str


@dataclass(frozen=True)
class Found:
    """What was found in the page's language and, where that is little, in the municipality's own."""

    lines: Sequence[FoundLine]
    own_language: Sequence[FoundLine]
    is_cut: bool

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.own_language)


def found_for(text: str, language: str, own_language: str) -> Found:
    """Search for the search page."""
    entries = find(text, language)
    others = find(text, own_language) if language != own_language and len(entries) < FEW else []
    known = {(entry.kind, entry.key) for entry in entries}
    others = [entry for entry in others if (entry.kind, entry.key) not in known]
    return Found(
        lines=[_line(entry) for entry in entries],
        own_language=[_line(entry) for entry in others],
        is_cut=len(entries) >= MOST_FOUND,
    )


def suggested_for(text: str, language: str) -> list[FoundLine]:
    """Suggest while a question is being typed."""
    return [_line(entry) for entry in suggest(text, language)]


def _line(entry: Entry) -> FoundLine:
    kinds = {
        "service": _("E-service"),
        "topic": _("Topic"),
        "news": _("News"),
        "question": _("Question and answer"),
    }
    return FoundLine(
        title=entry.title,
        summary=Truncator(entry.summary).chars(200),
        url=f"{get_script_prefix()}{entry.url.lstrip('/')}",
        kind=kinds.get(entry.kind, _("Page")),
        icon=KIND_ICONS.get(entry.kind, "document"),
    )
