"""A case's state in plain words for the person it concerns: what is going on, who must act, by when."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from dygn.base.numbers_in_words import long_date


class Who(StrEnum):
    """Who has to do something now."""

    WE = "we"
    YOU = "you"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Standing:
    """How a case stands. ``key`` names the sentence, so that a municipality can word it itself."""

    key: str
    sentence: str
    who: Who
    by: date | None


@dataclass(frozen=True)
class Step:
    """A step of the handling as the person sees it."""

    title: str
    state: str
    when: str = ""
    text: str = ""


def sentences() -> dict[str, str]:
    """Give the house's sentences by key; ``{day}`` is the day by which something happens."""
    return {
        "received": _("We have received it and will soon begin. You will hear from us by {day}."),
        "registered": _("It waits for an officer. You will hear from us by {day}."),
        "unpaid": _("We have received it and begin as soon as it is paid."),
        "in_hand": _("An officer is working on it. You will hear from us by {day}."),
        "late": _("It takes longer than we said. We are working on it and are sorry for the wait."),
        "waiting": _("We need something from you before we can go on. Answer by {day}."),
        "waiting_late": _(
            "We need something from you before we can go on. The day has passed, but you can still answer."
        ),
        "granted": _("We have decided: you get what you applied for."),
        "partly": _("We have decided: you get a part of what you applied for."),
        "refused": _("We have decided: you do not get what you applied for. You can appeal."),
        "no_decision": _("We have finished. Nothing needed to be decided."),
        "withdrawn": _("You have withdrawn it. Nothing more happens."),
        "withdrawn_by_us": _("It is withdrawn. Nothing more happens."),
    }


def standing(
    state: str,
    outcome: str,
    *,
    due_on: date | None,
    answer_by: date | None,
    today: date,
    language: str,
    own: dict[str, str],
    awaits_payment: bool = False,
) -> Standing:
    """Say how the case stands. ``own`` are the municipality's own sentences by key."""
    key, who, by = _key(state, outcome, due_on=due_on, answer_by=answer_by, today=today)
    if awaits_payment and who is Who.WE:
        key, who, by = "unpaid", Who.YOU, None
    sentence = own.get(key) or sentences()[key]
    day = long_date(by, language) if by else ""
    if by is None and "{day}" in sentence:
        sentence = _without_day(sentence)
    return Standing(key, sentence.replace("{day}", day), who, by)


def _key(
    state: str, outcome: str, *, due_on: date | None, answer_by: date | None, today: date
) -> tuple[str, Who, date | None]:
    if state == "waiting":
        late = answer_by is not None and answer_by < today
        return ("waiting_late", Who.YOU, None) if late else ("waiting", Who.YOU, answer_by)
    if state in ("decided", "closed"):
        return ("withdrawn_by_us" if outcome == "withdrawn" else outcome or "no_decision"), Who.NOBODY, None
    if state == "withdrawn":
        return "withdrawn", Who.NOBODY, None
    if due_on is not None and due_on < today:
        return "late", Who.WE, None
    return state, Who.WE, due_on


def _without_day(sentence: str) -> str:
    """Leave out the sentence that names a day when none is known."""
    kept = [part for part in sentence.split(". ") if "{day}" not in part]
    return ". ".join(kept).rstrip(".") + "."


_ORDER = ("received", "registered", "in_hand", "decided", "closed")
_HERE = {
    "received": 0,
    "registered": 1,
    "in_hand": 2,
    "waiting": 2,
    "decided": 3,
    "withdrawn": 4,
    "closed": 5,
}
_DECISIONS = ("granted", "partly", "refused")


def steps_of(
    state: str, named: list[tuple[str, str, str]], *, happened: Container[str], outcome: str = ""
) -> list[Step]:
    """Give the steps with "you are here". ``named`` are keys, titles and texts; the house's when empty.

    ``happened`` are the kinds of entry in the case's history. A step that was passed over is left out:
    nothing is ticked as done that nobody did.
    """
    is_decided = state in ("decided", "closed")
    house = {
        "received": _("We have received it"),
        "registered": _("It is registered"),
        "in_hand": _("An officer works on it"),
        "decided": _("We have decided") if is_decided else _("We decide"),
        "closed": _("Finished"),
    }
    here = _here(state, outcome)
    steps = named or [(key, title, "") for key, title in house.items()]
    placed = [(_ORDER.index(key) if key in _ORDER else 2, key, title, text) for key, title, text in steps]
    return [
        Step(title or house.get(key, key), _step_state(place, here), text=text)
        for place, key, title, text in placed
        if place >= here or _was_done(_ORDER[place], outcome, happened)
    ]


def _here(state: str, outcome: str) -> int:
    """Give the place of the step that the case stands at."""
    if state == "decided" and outcome not in _DECISIONS:
        return _ORDER.index("closed")  # nothing was decided, so nothing is left to wait for
    return _HERE[state]


def _was_done(step: str, outcome: str, happened: Container[str]) -> bool:
    if step == "registered":
        return "registered" in happened
    if step == "in_hand":
        return "assigned" in happened or outcome in _DECISIONS
    return step != "decided" or outcome in _DECISIONS


def _step_state(place: int, here: int) -> str:
    if place < here:
        return "done"
    return "current" if place == here else "ahead"
