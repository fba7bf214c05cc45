"""Sentences that are said when they are read: kept as their words and facts, read in the reader's language.

What is found wrong is often told long after, and to somebody else: a Dane reads of a trial that a Swede ran.
So a sentence is not translated where it is made. It keeps the English words, which the catalogues know it by,
and the facts that are filled in; ``str()`` says it in the language of whoever reads.

    from django.utils.translation import gettext_noop as _      # it marks, and does nothing
    says(_("At most %(most)d are possible here."), most=30)
"""

from collections.abc import Mapping, Sequence
from typing import Any, Union

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext

from dygn.base.words import pick


def _(words: str) -> str:
    """Mark words for the catalogues. Django's own asks for settings, which ``dygn`` has not chosen yet."""
    return words


Fact = Union[str, int, float, "Said", "Named", Sequence["Fact"], None]


class Said(Promise):
    """Words and facts. A lazy text for Django: it may stand wherever one may.

    With a ``plural``, the fact called ``by`` is the number that chooses between the words.
    """

    __slots__ = ("by", "facts", "plural", "words")

    def __init__(
        self, words: str, facts: Mapping[str, Fact] | None = None, *, plural: str = "", by: str = ""
    ) -> None:
        self.words = words
        self.facts = facts or {}
        self.plural, self.by = plural, by

    def __str__(self) -> str:
        if self.plural:
            words = ngettext(self.words, self.plural, _number(self.facts.get(self.by)))
        else:
            words = gettext(self.words) if self.words else ""
        return words % {name: _said(fact) for name, fact in self.facts.items()} if self.facts else words

    def of(self, facts: Mapping[str, Fact]) -> "Said":
        """Give the same sentence of other facts."""
        return Said(self.words, facts, plural=self.plural, by=self.by)

    def __repr__(self) -> str:
        return f"Said({self.words!r}, {dict(self.facts)!r})"

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Said):
            return (self.words, dict(self.facts)) == (other.words, dict(other.facts))
        return str(self) == other if isinstance(other, str) else NotImplemented

    def __lt__(self, other: "Said") -> bool:
        return repr(self) < repr(other)

    def __hash__(self) -> int:
        return hash(self.words)


class Named(Promise):
    """The name of a thing in its author's languages; read in the reader's, or the nearest that there is."""

    __slots__ = ("texts",)

    def __init__(self, texts: Mapping[str, str], otherwise: str = "") -> None:
        self.texts = texts if any(texts.values()) else {"en": otherwise}

    def __str__(self) -> str:
        return pick(self.texts, get_language() or "en").strip().rstrip(":.")

    def __repr__(self) -> str:
        return f"Named({dict(self.texts)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and dict(self.texts) == dict(other.texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))


def says(words: str, **facts: Fact) -> Said:
    """Give the sentence of these words, marked for the catalogues where they stand, and its facts."""
    return Said(words, facts)


def says_number(words: str, plural: str, *, by: str, **facts: Fact) -> Said:
    """Give the sentence of the words for one or for several, as the fact called ``by`` is; both are marked."""
    return Said(words, facts, plural=plural, by=by)


def _number(fact: Fact) -> int:
    """Give the number that a fact is; what is no number is told as several."""
    text = str(fact)
    return int(text) if text.isdecimal() else 2


def joined(parts: Sequence[Fact], sign: str) -> Said:
    """Give the parts as one, with the sign between them; lists in facts have commas by themselves."""
    facts = {f"part{number}": part for number, part in enumerate(parts)}
    return Said(sign.join(f"%({name})s" for name in facts), facts)


def language_named(code: str) -> Fact:
    """Give a language by its name; one that the house does not speak by its code."""
    return says(_LANGUAGES[code]) if code in _LANGUAGES else code


def in_language(code: str) -> Fact:
    """Say in which language, as within a sentence: “in Swedish”."""
    return says(_IN_LANGUAGES[code]) if code in _IN_LANGUAGES else code


_IN_LANGUAGES = {
    "sv": _("in Swedish"),
    "da": _("in Danish"),
    "nb": _("in Norwegian Bokmål"),
    "nn": _("in Norwegian Nynorsk"),
    "en": _("in English"),
}
_LANGUAGES = {
    "sv": _("Swedish"),
    "da": _("Danish"),
    "nb": _("Norwegian Bokmål"),
    "nn": _("Norwegian Nynorsk"),
    "en": _("English"),
}


def _said(fact: Fact) -> Any:
    """A fact as it is filled in: a list as its parts with commas between."""
    if isinstance(fact, list | tuple):
        return ", ".join(str(_said(each)) for each in fact)
    return fact if isinstance(fact, int | float) else str(fact)


def as_kept(fact: Fact) -> Any:
    """Give a sentence, or a fact of one, as plain data for JSON."""
    if isinstance(fact, Said):
        kept = {"says": fact.words, "facts": {name: as_kept(each) for name, each in fact.facts.items()}}
        return {**kept, "plural": fact.plural, "by": fact.by} if fact.plural else kept
    if isinstance(fact, Named):
        return {"named": dict(fact.texts)}
    if isinstance(fact, list | tuple):
        return [as_kept(each) for each in fact]
    return fact


def from_kept(data: Any) -> Any:
    """Give what was kept again. What was kept as a plain text, before sentences were, stays as it is."""
    if isinstance(data, list):
        return [from_kept(each) for each in data]
    if isinstance(data, dict) and "says" in data:
        facts = {name: from_kept(each) for name, each in data.get("facts", {}).items()}
        return Said(data["says"], facts, plural=data.get("plural", ""), by=data.get("by", ""))
    if isinstance(data, dict) and "named" in data:
        return Named(data["named"])
    return data
