"""What is gathered on the way from another system's form to a package."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dygn.base.saying import Said, _, says
from dygn.services.importers.conditions import CannotBeSaid, Condition, Known
from dygn.services.rules.imported import ReportLine, Verdict

Question = dict[str, Any]
Texts = dict[str, str]


@dataclass
class Entry:
    """One thing of the old form: what became of it."""

    what: str | Said
    verdict: Verdict = Verdict.CARRIED
    whys: list[Said] = field(default_factory=list)


class Ledger:
    """Accounts for each thing of the old form, once, in the order of the form."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def carry(self, where: str, what: str | Said) -> None:
        """The thing comes over."""
        self._entries.setdefault(where, Entry(what)).what = what

    def change(self, where: str, why: Said | str) -> None:
        """The thing comes over with a change; ``why`` is marked for the catalogues."""
        why = Said(why) if isinstance(why, str) else why
        entry = self._entries.setdefault(where, Entry(where))
        if entry.verdict == Verdict.CARRIED:
            entry.verdict = Verdict.CHANGED
        if why not in entry.whys:
            entry.whys.append(why)

    def leave(self, where: str, what: str | Said, why: Said | str) -> None:
        """The thing does not come over."""
        entry = self._entries.setdefault(where, Entry(what))
        entry.verdict = Verdict.LEFT
        entry.whys.append(Said(why) if isinstance(why, str) else why)

    def lines(self) -> tuple[ReportLine, ...]:
        return tuple(
            ReportLine(entry.verdict, where, _short(entry.what), tuple(entry.whys))
            for where, entry in self._entries.items()
        )


def _short(what: str | Said) -> str | Said:
    return what if isinstance(what, Said) else what[:200]


@dataclass
class Asked:
    """A question on its way, with the conditions still to be written.

    ``values`` gives our key for each value of theirs; ``rows`` are the questions of a repeating group.
    """

    question: Question
    where: str
    shown: Condition | None = None
    needed: Condition | None = None
    values: dict[str, str] = field(default_factory=dict)
    rows: list["Asked"] = field(default_factory=list)
    row_of: str = ""
    is_free: bool = False
    """The person writes what was chosen from a list elsewhere, so no value of theirs can be looked for."""

    @property
    def id(self) -> str:
        return str(self.question["id"])

    def cannot_say(self, reason: CannotBeSaid, ledger: Ledger) -> None:
        """The condition has no words here: it is always shown, and so nobody must answer it."""
        ledger.change(self.where, says(_("the condition that says when it is shown is left out: %(reason)s"), reason=reason.said))
        if self.question["kind"] != "information" and self.question.get("required", True) is True:
            self.question["required"] = False
            ledger.change(self.where, says(_("it need not be answered, as it is always shown now")))

    @property
    def known(self) -> Known:
        """The question as conditions know it."""
        return Known(self.id, "free" if self.is_free else self.question["kind"], self.values, self.row_of)


@dataclass
class PageDraft:
    """A page on its way."""

    title: Texts
    where: str
    asked: list[Asked] = field(default_factory=list)
    lead: Texts = field(default_factory=dict)
    shown: Condition | None = None


@dataclass
class Work:
    """Everything gathered on the way.

    ``found`` gives the question by each name that conditions use; ``names`` are all the names that the
    old form has, so that those that stand nowhere in it are known.
    """

    languages: tuple[str, ...]
    taken: set[str] = field(default_factory=set)
    ledger: Ledger = field(default_factory=Ledger)
    found: dict[str, Asked] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def find(self, name: str) -> Known | None:
        """The question that a condition calls by the name; ``boxes.red`` is the box “red” of “boxes”."""
        if asked := self.found.get(name):
            return asked.known
        outer, _dot, choice = name.rpartition(".")
        boxes = self.found.get(outer)
        if boxes is not None and boxes.question["kind"] == "several_of" and not boxes.is_free:
            if choice in boxes.values:
                return replace(boxes.known, choice=boxes.values[choice])
            return Known(boxes.id, "nowhere", {})
        is_somewhere = not self.names or bool(self.names & set(name.split(".")))
        return None if is_somewhere else Known("", "nowhere", {})

    def in_all(self, text: str) -> Texts:
        """The same text in every language."""
        return dict.fromkeys(self.languages, text)

    def from_ours(self, texts: Mapping[str, str]) -> Texts:
        """A text of ours in the languages of the form; English where it is not written."""
        return {language: texts.get(language, texts["en"]) for language in self.languages}
