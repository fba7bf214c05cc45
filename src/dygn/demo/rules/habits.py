"""How many people used each service, week by week, and how it went for them. The same seed gives the same year."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dygn.dialogue.rules.rating import POINTS, RATINGS
from dygn.figures.rules.figure import Count
from dygn.figures.rules.spread import bound_of
from dygn.forms.rules.definition import FormDefinition, Page
from dygn.services.rules.course import CHECK
from dygn.services.rules.draft_figures import ABANDONED, FILLING_TIME, REACHED, REFUSED, SAVED, SENT, STARTED

WEEKS = 54
BUSY = {
    "fault-report": 46,
    "general-enquiry": 28,
    "day-care": 22,
    "parking-permit": 17,
    "building-permit": 13,
}
QUIET_A_WEEK = (3, 9)
USUAL_MINUTES = 5
_DEVICES = {"phone": 58, "computer": 36, "tablet": 6}
_HARD_KINDS = (
    "personal_number",
    "organisation_number",
    "date",
    "phone",
    "email",
    "file",
    "bank_account",
    "address",
)
_RATED_BY = 0.22
_SCORES = {5: 44, 4: 31, 3: 13, 2: 7, 1: 5}


@dataclass(frozen=True)
class Habit:
    """A service as its users meet it."""

    key: str
    subject: str
    form: FormDefinition
    minutes: int
    languages: Sequence[str]


def year_of_figures(habit: Habit, *, seed: str, until: date) -> Counter[Count]:
    """Give a year's figures of a service. A busy one is used on most days, a quiet one now and then."""
    chance = Random(f"figures {seed} {habit.key}")
    usual = BUSY.get(habit.key) or chance.randint(*QUIET_A_WEEK)
    counts: Counter[Count] = Counter()
    losses = _losses(habit.form.pages, chance)
    for week in range(0, WEEKS, 1 if habit.key in BUSY else 3):  # a quiet one now and then: fewer rows
        monday = until - timedelta(days=7 * (WEEKS - week))
        started = max(0, round(usual * (0.75 + week / WEEKS / 2) * chance.uniform(0.6, 1.4)))
        _count_week(counts, habit, monday, started, losses, chance)
    return counts


def _losses(pages: Sequence[Page], chance: Random) -> dict[str, float]:
    """Give which share leaves at each step; one of them is harder than the others."""
    losses = {page.id: chance.uniform(0.01, 0.04) for page in pages}
    if len(pages) > 1:
        losses[chance.choice(pages[1:]).id] = chance.uniform(0.1, 0.17)
    return {**losses, CHECK: 0.03}


def _count_week(
    counts: Counter[Count],
    habit: Habit,
    monday: date,
    started: int,
    losses: dict[str, float],
    chance: Random,
) -> None:
    days = [monday + timedelta(days=day) for day in _days_of(started, chance)]
    for day in days:
        counts[Count(STARTED, habit.subject, day)] += 1
    sent = 0
    for day in days:
        stopped = _stops_at(habit.form.pages, losses, chance, counts, habit.subject, monday)
        for figure in [STARTED] if stopped else [STARTED, SENT]:
            for split, part in _ways(habit, chance):
                counts[Count(figure, habit.subject, monday, split, part)] += 1
        if stopped:
            counts[Count(ABANDONED, habit.subject, day)] += 1
            continue
        sent += 1
        counts[Count(SENT, habit.subject, day)] += 1
        seconds = 60 * (habit.minutes or USUAL_MINUTES) * chance.lognormvariate(-0.2, 0.5)
        counts[Count(FILLING_TIME, habit.subject, monday, "seconds", str(bound_of(seconds)))] += 1
    counts[Count(SAVED, habit.subject, monday)] += round(started * 0.08)
    _count_errors(counts, habit, monday, started, chance)
    _count_ratings(counts, habit.subject, monday, sent, chance)


def _days_of(number: int, chance: Random) -> list[int]:
    return chance.choices(range(7), weights=[18, 17, 16, 15, 12, 8, 14], k=number)


def _ways(habit: Habit, chance: Random) -> Iterator[tuple[str, str]]:
    yield "device", chance.choices(list(_DEVICES), weights=list(_DEVICES.values()))[0]
    yield "language", habit.languages[0] if chance.random() < 0.9 else chance.choice(habit.languages)
    yield "channel", "web"
    yield "version", "1"


def _stops_at(
    pages: Sequence[Page],
    losses: dict[str, float],
    chance: Random,
    counts: Counter[Count],
    subject: str,
    monday: date,
) -> str:
    """Let somebody walk through the form; give the step where they stopped, or nothing when they sent it."""
    steps = [page.id for page in pages if not page.stops and (not page.shown_if or chance.random() < 0.4)]
    for step in [*steps, CHECK]:
        counts[Count(REACHED, subject, monday, "step", step)] += 1
        if chance.random() < losses[step]:
            counts[Count(ABANDONED, subject, monday, "step", step)] += 1
            return step
    return ""


def _count_errors(counts: Counter[Count], habit: Habit, monday: date, started: int, chance: Random) -> None:
    questions = list(habit.form.by_id.values())
    hard = [each for each in questions if each.kind in _HARD_KINDS] or questions[:1]
    for place, question in enumerate(hard[:6]):
        number = round(started * chance.uniform(0, 0.2) / (place + 1))
        counts[Count(REFUSED, habit.subject, monday, "question", question.id)] += number
        counts[Count(REFUSED, habit.subject, monday)] += number


def _count_ratings(counts: Counter[Count], subject: str, monday: date, sent: int, chance: Random) -> None:
    number = sum(chance.random() < _RATED_BY for _ in range(sent))
    for score in chance.choices(list(_SCORES), weights=list(_SCORES.values()), k=number):
        counts[Count(RATINGS, subject, monday)] += 1
        counts[Count(RATINGS, subject, monday, "score", str(score))] += 1
        counts[Count(RATINGS, subject, monday, "place", "sending")] += 1
        counts[Count(POINTS, subject, monday)] += score
