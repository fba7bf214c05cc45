"""Merging the pages of a form three ways: page by page and question by question, wherever a question stands now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dygn.services.rules.package.merging_values import Conflicts, Place, merged_order, merged_value

Data = Mapping[str, Any]
PAGES, QUESTIONS = "pages", "questions"


@dataclass
class _Laid:
    """A form laid out flat: each page and question by itself, and in which page or group it stands."""

    pages: dict[str, Data] = field(default_factory=dict)
    questions: dict[str, Data] = field(default_factory=dict)
    homes: dict[str, Place] = field(default_factory=dict)
    standing: dict[Place, list[str]] = field(default_factory=dict)

    def holds(self, home: Place) -> bool:
        """Say whether there is such a page or group."""
        return home[1] in (self.pages if home[0] == PAGES else self.questions)

    def told(self, place: Place) -> Any:
        """Give a page or question as a person would be shown it: with what stands on it."""
        found = (self.pages if place[0] == PAGES else self.questions).get(place[1])
        inner = [self.told((QUESTIONS, each)) for each in self.standing.get(place, ())]
        return found if found is None or not inner else {**found, QUESTIONS: inner}


def question_ids(pages: Sequence[Data]) -> Iterator[str]:
    """Give the id of every question, those in groups too."""
    for each in pages:
        for question in each.get(QUESTIONS, ()):
            yield question["id"]
            yield from (inner["id"] for inner in question.get(QUESTIONS, ()))


def merged_pages(
    base: Sequence[Data], ours: Sequence[Data], theirs: Sequence[Data], conflicts: Conflicts
) -> list[dict[str, Any]]:
    """Give the pages with both sides' changes."""
    if theirs in (base, ours):
        return [dict(page) for page in ours]
    if ours == base:
        return [dict(page) for page in theirs]
    return _Form(_laid(base), _laid(ours), _laid(theirs), conflicts).merged()


def _laid(pages: Sequence[Data]) -> _Laid:
    laid = _Laid()
    for page in pages:
        laid.pages[page["id"]] = _alone(page)
        _lay(laid, (PAGES, page["id"]), page.get(QUESTIONS, ()))
    return laid


def _lay(laid: _Laid, home: Place, questions: Sequence[Data]) -> None:
    laid.standing[home] = [question["id"] for question in questions]
    for question in questions:
        laid.questions[question["id"]] = _alone(question)
        laid.homes[question["id"]] = home
        if QUESTIONS in question:
            _lay(laid, (QUESTIONS, question["id"]), question[QUESTIONS])


def _alone(thing: Data) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if name != QUESTIONS}


class _Form:
    """Three forms that become one."""

    def __init__(self, base: _Laid, ours: _Laid, theirs: _Laid, conflicts: Conflicts) -> None:
        self.base, self.ours, self.theirs, self.conflicts = base, ours, theirs, conflicts
        self.result = _Laid()

    def merged(self) -> list[dict[str, Any]]:
        """Merge what the pages and questions say, then where they stand, then their order."""
        for kind in (PAGES, QUESTIONS):
            for name in self._names(kind):
                merged = self._one((kind, name))
                if merged is not None:
                    getattr(self.result, kind)[name] = merged
        for name in list(self.result.questions):
            self._give_home(name)
        order = merged_order(
            [*self.base.pages], [*self.ours.pages], [*self.theirs.pages], self.result.pages.keys(), (PAGES,),
            self.conflicts,
        )  # fmt: skip
        return [self._whole((PAGES, name)) for name in order]

    def _names(self, kind: str) -> list[str]:
        return [*{**getattr(self.ours, kind), **getattr(self.theirs, kind), **getattr(self.base, kind)}]

    def _one(self, place: Place) -> Any:
        """Merge what a page or a question says; where one has removed what the other has changed, tell it."""
        base, ours, theirs = (
            getattr(side, place[0]).get(place[1]) for side in (self.base, self.ours, self.theirs)
        )
        if base is not None and (ours is None) != (theirs is None) and base != (ours or theirs):
            told = (side.told(place) for side in (self.base, self.ours, self.theirs))
            return theirs if self.conflicts.takes_theirs(place, *told) else ours
        if _are_of_three_kinds(base, ours, theirs):
            return theirs if self.conflicts.takes_theirs(place, base, ours, theirs) else ours
        return merged_value(base, ours, theirs, place, self.conflicts)

    def _give_home(self, name: str) -> None:
        """Say on which page, or in which group, a question stands."""
        if name in self.result.homes or name not in self.result.questions:
            return
        base, ours, theirs = (side.homes.get(name) for side in (self.base, self.ours, self.theirs))
        place = (QUESTIONS, name, "home")
        both = ours is not None and theirs is not None
        home = merged_value(base, ours, theirs, place, self.conflicts) if both else ours or theirs
        for each in (home, ours):
            if each is not None and self._stands(each, name):
                self.result.homes[name] = each
                return
        del self.result.questions[name]

    def _stands(self, home: Place, name: str) -> bool:
        """Say whether a page or group is there for a question to stand on; one that has been removed comes
        back when ours has something on it, or when it is chosen to."""
        if not self.result.holds(home):
            is_ours = self.ours.holds(home)
            told = (side.told(home) for side in (self.base, self.ours, self.theirs))
            takes_theirs = self.conflicts.takes_theirs(home, *told)
            is_wanted = takes_theirs != is_ours or self.conflicts.is_chosen((QUESTIONS, name))
            if not is_wanted:
                return False
            side = self.ours if is_ours else self.theirs if self.theirs.holds(home) else self.base
            kind = self.result.pages if home[0] == PAGES else self.result.questions
            kind[home[1]] = (side.pages if home[0] == PAGES else side.questions)[home[1]]
        if home[0] == QUESTIONS:
            self._give_home(home[1])
            return home[1] in self.result.homes
        return True

    def _whole(self, place: Place) -> dict[str, Any]:
        """Put a page or a group together again, with its questions in order."""
        inside = {name for name, home in self.result.homes.items() if home == place}
        base, ours, theirs = (side.standing.get(place, []) for side in (self.base, self.ours, self.theirs))
        order = merged_order(base, ours, theirs, inside, (*place, QUESTIONS), self.conflicts)
        whole = dict((self.result.pages if place[0] == PAGES else self.result.questions)[place[1]])
        if order or any(place in side.standing for side in (self.ours, self.theirs)):
            whole[QUESTIONS] = [self._whole((QUESTIONS, name)) for name in order]
        return whole


def _are_of_three_kinds(base: Any, ours: Any, theirs: Any) -> bool:
    """Say whether both have made another kind of question of it: then it is taken whole."""
    if ours is None or theirs is None or base is None:
        return False
    kinds = [each.get("kind") for each in (base, ours, theirs)]
    return len(set(kinds)) == len(kinds)
