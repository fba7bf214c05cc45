"""What happens in a municipality of the demo in a year: stories, told from a fixed seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dygn.demo.cast import CastMunicipality, CastPerson

STORIES_A_TOWN = 90
DAYS_OF_LIFE = 365
PERMIT, CARE, FAULT, ENQUIRY = "parking-permit", "after-school-care", "fault-report", "general-enquiry"
SERVICES = (FAULT,) * 9 + (ENQUIRY,) * 4 + (PERMIT,) * 4 + (CARE,) * 3
WORKING_HOURS = (8, 16)
DAYS_TO_SCHOOL = 60

# How stories of a certain age have gone on, with how often: the verbs that follow one another.
Verbs = tuple[str, ...]
_YOUNG: Sequence[tuple[int, Verbs]] = (
    (4, ()),
    (2, ("register",)),
    (3, ("assign",)),
    (3, ("assign", "write", "hear")),
    (1, ("register", "assign", "ask")),
)
_GROWN: Sequence[tuple[int, Verbs]] = (
    (2, ("register", "assign", "write")),
    (2, ("assign", "note", "write", "hear")),
    (2, ("register", "assign", "ask")),
    (2, ("assign", "ask", "answer")),
    (3, ("register", "assign", "write", "decide")),
    (3, ("assign", "decide", "close")),
    (1, ("assign", "withdraw")),
    (1, ()),
)
_OLD: Sequence[tuple[int, Verbs]] = (
    (9, ("register", "assign", "write", "decide", "close")),
    (6, ("assign", "ask", "answer", "decide", "close")),
    (4, ("assign", "write", "hear", "note", "decide", "close")),
    (2, ("register", "assign", "decide")),
    (2, ("register", "withdraw")),
    (1, ("assign", "decide", "close", "reopen", "note")),
    (1, ("register", "assign", "write")),
)


@dataclass(frozen=True)
class Happening:
    """One thing that somebody does at a moment; ``words`` are what they say."""

    verb: str
    at: datetime
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One case from the first answer on. Without a person it was sent without log-in."""

    service: str
    sent_at: datetime
    answers: Mapping[str, Any]
    person: CastPerson | None
    happenings: tuple[Happening, ...]


def year_of(
    cast: CastMunicipality, texts: Mapping[str, Any], *, now: datetime, number: int = STORIES_A_TOWN
) -> Iterator[Story]:
    """Tell a year of a municipality, the oldest story first. The same seed tells the same stories."""
    chance = Random(f"dygn {cast.slug}")
    ages = sorted((_age_in_days(chance) for _ in range(number)), reverse=True)
    for age in ages:
        yield _story(cast, texts, chance, age=age, now=now)


def _age_in_days(chance: Random) -> float:
    """Most of what lies on a desk is young."""
    return 0.1 + DAYS_OF_LIFE * float(chance.random() ** 2.4)


def _story(
    cast: CastMunicipality, texts: Mapping[str, Any], chance: Random, *, age: float, now: datetime
) -> Story:
    service = chance.choice(SERVICES)
    person = chance.choice(cast.people)
    sent_at = now - timedelta(days=age)
    answers = _ANSWERS[service](Pen(cast, person, texts, chance, sent_at))
    verbs = _verbs(age, chance)
    moments = _moments(sent_at, len(verbs), age, chance, now)
    happenings = tuple(
        Happening(verb, at, _words(verb, service, texts, chance))
        for verb, at in zip(verbs, moments, strict=True)
    )
    is_logged_in = service in (PERMIT, CARE)
    return Story(service, sent_at, answers, person if is_logged_in else None, happenings)


def _verbs(age: float, chance: Random) -> Verbs:
    endings = _YOUNG if age < 6 else _GROWN if age < 35 else _OLD
    return chance.choices([verbs for _, verbs in endings], weights=[weight for weight, _ in endings])[0]


def _moments(sent_at: datetime, number: int, age: float, chance: Random, now: datetime) -> list[datetime]:
    """Give moments after the sending and before now, most of them when people work."""
    lived = min(age * 0.95, chance.uniform(3, 28))
    moments = sorted(sent_at + timedelta(days=lived * chance.uniform(0.05, 1)) for _ in range(number))
    at_work = [_when_people_work(moment, chance) for moment in moments]
    latest, spaced = sent_at, []
    for moment in at_work:
        latest = max(moment, latest + timedelta(minutes=chance.randint(3, 50)))
        spaced.append(latest)
    return [min(moment, now - timedelta(minutes=number - place)) for place, moment in enumerate(spaced)]


def _when_people_work(moment: datetime, chance: Random) -> datetime:
    return moment.replace(hour=chance.randrange(*WORKING_HOURS), minute=chance.randrange(60))


def _words(verb: str, service: str, texts: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    if verb == "write":
        return {"text": chance.choice(texts["to_person"])}
    if verb == "hear":
        return {"text": chance.choice(texts["from_person"])}
    if verb == "note":
        return {"text": chance.choice(texts["notes"])}
    if verb in ("ask", "answer"):
        return dict(texts["more"])
    if verb == "reopen":
        return {"text": texts["reopened"]}
    if verb == "decide":
        return _decision(service, texts, chance)
    return {}


def _decision(service: str, texts: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    if service not in (PERMIT, CARE):
        return {"outcome": "no_decision", "text": texts["reasons"]["no_decision"]}
    outcome = chance.choices(("granted", "partly", "refused"), weights=(6, 1, 2))[0]
    if service == CARE:
        return {"outcome": "granted", "text": texts["care_granted"]}
    return {"outcome": outcome, "text": texts["reasons"][outcome]}


# What people fill in, as they type it.


@dataclass(frozen=True)
class Pen:
    """Who writes, where, and what could be written."""

    cast: CastMunicipality
    person: CastPerson
    texts: Mapping[str, Any]
    chance: Random
    sent_at: datetime


def _fault(pen: Pen) -> dict[str, Any]:
    fault = pen.chance.choice(pen.texts["faults"])
    answers = {
        "what": fault["what"],
        "dangerous": pen.chance.choice(("yes", "no", "no")),
        "place": {"address": fault["place"].format(n=pen.chance.randint(2, 40))},
        "description": fault["description"],
    }
    return {**answers, **_wants_answer("wants_answer", pen)}


def _enquiry(pen: Pen) -> dict[str, Any]:
    enquiry = pen.chance.choice(pen.texts["enquiries"])
    return {**enquiry, **_wants_answer("answer_wanted", pen)}


def _wants_answer(question: str, pen: Pen) -> dict[str, Any]:
    if not pen.person.email or pen.chance.random() < 0.35:
        return {question: "no"}
    return {question: "yes", "name": pen.person.name, "email": pen.person.email}


def _about_you(person: CastPerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "personal_number": person.number,
        "address": {"street": person.street, "postcode": person.postal_code, "city": person.town},
        "phone": person.phone or "12 34 56 78",
        "email": person.email,
    }


def _permit(pen: Pen) -> dict[str, Any]:
    return {
        **_about_you(pen.person),
        "for_whom": "me",
        "drives": "drives",
        "licence": "yes",
        "can_walk": "yes",
        "metres": str(pen.chance.choice((20, 50, 80, 100, 250, 400))),
        "aids": [pen.chance.choice(("stick", "walker", "wheelchair"))],
        "how_long": pen.chance.choice(("year", "long", "life")),
        "had_before": "no",
        "ask_doctor": "yes",
        "truth": "yes",
    }


def _care(pen: Pen) -> dict[str, Any]:
    child = pen.chance.choice(pen.cast.children)
    start = pen.sent_at + timedelta(days=DAYS_TO_SCHOOL)
    return {
        **_about_you(pen.person),
        "two_guardians": "no",
        "children": [
            {
                "child_name": f"{child['given_name']} {pen.person.family_name}",
                "child_number": child["number"],
                "school": pen.chance.choice(pen.texts["school"]),
                "start": {"day": str(start.day), "month": str(start.month), "year": str(start.year)},
                "hours": str(pen.chance.choice((10, 15, 20))),
                "early": pen.chance.choice(("yes", "no")),
            }
        ],
        "tell_income": "yes",
        "income": str(pen.chance.randrange(24_000, 52_000, 500)),
        "truth": "yes",
    }


_ANSWERS = {FAULT: _fault, ENQUIRY: _enquiry, PERMIT: _permit, CARE: _care}
