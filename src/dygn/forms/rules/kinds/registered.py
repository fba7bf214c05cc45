"""A child or a company: chosen among those that a register knows of the person, else written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext, override

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Kind, Posted, Raw, one_line, typed
from dygn.forms.rules.kinds.organisation_number import OrganisationNumber
from dygn.forms.rules.kinds.personal_number import PersonalNumber
from dygn.forms.rules.problems import Problem
from dygn.identity.rules.personal_numbers import parse_personal_number

OFFERED, CHOSEN = "offered", "chosen"
PARTS = ("name", "number")
LONGEST = 120


@dataclass(frozen=True)
class Registered:
    """Who was chosen or written. What the person has written themselves no register vouches for."""

    name: str
    number: str
    from_register: bool
    born_on: str = ""
    """Of a child, as 2019-01-31; empty where the number does not tell it."""


class _FromRegister(Kind):
    """What the register offered is kept with the raw answer and never taken from the browser.

    Where something was offered, one of those is chosen; the rule who is offered stands at the register.
    Where nothing was, because nobody is logged in or the register does not answer, name and number are
    written. Expressions know ``ID.name``, ``ID.number`` and ``ID.from_register``.
    """

    gives = "any"
    takes = frozenset({"countries"})
    number: ClassVar[Kind]

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        if offered := offered_in(before):
            chosen = typed(posted, name)[:3]
            return {OFFERED: offered, **({CHOSEN: chosen} if chosen else {})}
        parts = {part: one_line(typed(posted, f"{name}-{part}"))[:1000] for part in PARTS}
        return parts if any(parts.values()) else {}

    def is_empty(self, raw: Raw) -> bool:
        if not isinstance(raw, dict):
            return True
        return not raw.get(CHOSEN) if offered_in(raw) else not any(raw.get(part) for part in PARTS)

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if offered := offered_in(raw):
            chosen = str(raw.get(CHOSEN))
            known = {str(index): each for index, each in enumerate(offered)}.get(chosen)
            if known is None:
                return Problem("not_an_option", part="name")
            return Registered(known["name"], known["number"], True, str(known.get("born_on", "")))
        return self._written(question, raw, occasion)

    def _written(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        name, number = (str(raw.get(part) or "") for part in PARTS)
        if not name:
            return Problem("name_missing", part="name")
        if UNREADABLE in name:
            return Problem("strange_characters", part="name")
        if len(name) > LONGEST:
            return Problem("too_long", {"max": LONGEST, "length": len(name)}, part="name")
        if not number:
            return Problem("number_missing", part="number")
        checked = self.number.check(question, number, occasion)
        if isinstance(checked, Problem):
            return Problem(checked.code, checked.facts, part="number", said=checked.said)
        return Registered(name, checked, from_register=False)

    def missing(self, question: Question) -> Problem:
        return Problem("required", part="name")

    def show(self, question: Question, value: Any, language: str) -> str:
        lines = [value.name, self.number.show(question, value.number, language)]
        if value.from_register:
            with override(language):
                lines.append(gettext("According to the register"))
        return "\n".join(lines)

    def to_json(self, value: Any) -> Any:
        return asdict(value)

    def from_json(self, question: Question, kept: Any) -> Any:
        return Registered(
            str(kept["name"]), str(kept["number"]), bool(kept["from_register"]), str(kept.get("born_on", ""))
        )

    def to_term(self, value: Any) -> Any:
        return asdict(value)

    def example(self, question: Question) -> Any:
        return {"name": "x", "number": "1", "from_register": True}


class Child(_FromRegister):
    """A child whom the person has custody of. Expressions know the day of birth too, as ``ID.born_on``."""

    name = "child"
    number = PersonalNumber()

    def _written(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        written = super()._written(question, raw, occasion)
        if isinstance(written, Problem):
            return written
        countries = question.limits.countries or (occasion.country,)
        born_on = parse_personal_number(written.number, countries, today=occasion.today).birth_on
        return replace(written, born_on=born_on.isoformat() if born_on else "")

    def to_term(self, value: Any) -> Any:
        return {**asdict(value), "born_on": date.fromisoformat(value.born_on) if value.born_on else None}

    def example(self, question: Question) -> Any:
        return {**super().example(question), "born_on": date(2019, 1, 31)}


class Company(_FromRegister):
    """A company that the person may sign for alone."""

    name = "company"
    number = OrganisationNumber()


NUMBERS: Mapping[str, Kind] = {each.name: each.number for each in (Child, Company)}


def offered_in(raw: Raw) -> Sequence[Mapping[str, str]]:
    """Give what a register has offered, as it is kept with the raw answer."""
    offered = raw.get(OFFERED) if isinstance(raw, dict) else None
    if not isinstance(offered, list):
        return []
    return [
        each
        for each in offered
        if isinstance(each, dict) and all(isinstance(each.get(part), str) for part in PARTS)
    ]
