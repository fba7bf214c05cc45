"""What a draft counts for in the figures: reckoned whole each time, so that only what is new need be added.

Everything is counted on the day on which the filling in began: what was started in a period is then the sum of
what of it was sent, given up, turned away and is still open.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dygn.figures.rules.figure import Count, Figure, Unit
from dygn.figures.rules.spread import bound_of
from dygn.services.rules.course import CHECK

DAYS_TO_GIVE_UP = 7
WAYS = ("device", "language", "channel", "version")
STARTED, SAVED, SENT = "services.started", "services.saved", "services.sent"
REACHED, ABANDONED, TURNED_AWAY = "services.reached", "services.abandoned", "services.turned_away"
REFUSED, FILLING_TIME = "services.refused", "services.filling_time"

FIGURES = (
    Figure(STARTED, _("Started"), _("Somebody sent the first page of the form."), splits=frozenset(WAYS)),
    Figure(SAVED, _("Put aside"), _("Somebody chose to save and continue later, at least once.")),
    Figure(SENT, _("Sent"), _("It was sent and became a case."), splits=frozenset(WAYS)),
    Figure(REACHED, _("Reached"), _("So many came as far as this step."), splits=frozenset({"step"})),
    Figure(
        ABANDONED,
        _("Given up"),
        _("Deleted, or left untouched for a week. Who comes back and sends it is no longer counted here."),
        splits=frozenset({"step"}),
    ),
    Figure(
        TURNED_AWAY,
        _("Ended at a stop page"),
        _("The form said that they cannot apply, and what to do instead."),
        splits=frozenset({"step"}),
    ),
    Figure(REFUSED, _("Errors"), _("So often an answer had to be mended."), splits=frozenset({"question"})),
    Figure(
        FILLING_TIME,
        _("Time to fill in"),
        _("From the first page to the sending, pauses of more than half an hour left out."),
        unit=Unit.SECONDS,
        splits=frozenset({"seconds"}),
    ),
)
KEYS = tuple(figure.key for figure in FIGURES)


@dataclass(frozen=True)
class FilledIn:
    """A draft as far as the figures are concerned."""

    subject: str
    started_on: date
    ways: Mapping[str, str]
    """The device, language, channel and version, each by its name."""
    pages: Collection[str]
    at: str
    is_stop: bool
    """They were shown a page where the form ends."""
    is_put_aside: bool
    refused: Mapping[str, int]
    is_sent: bool
    is_given_up: bool
    active_seconds: int


def counts_of(filled: FilledIn) -> Counter[Count]:
    """Give all that a draft counts for by now."""
    counts: Counter[Count] = Counter()

    def part(figure: str, split: str, name: str, number: int = 1) -> None:
        counts[Count(figure, filled.subject, filled.started_on, split, name)] += number

    def whole(figure: str, parts: Mapping[str, str], number: int = 1) -> None:
        part(figure, "", "", number)
        for split, name in parts.items():
            part(figure, split, name, number)

    whole(STARTED, filled.ways)
    if filled.is_put_aside:
        whole(SAVED, {})
    for step in {*filled.pages, filled.at} | ({CHECK} if filled.is_sent else set()):
        part(REACHED, "step", step)
    for question, number in filled.refused.items():
        whole(REFUSED, {"question": question}, number)
    if filled.is_sent:
        whole(SENT, filled.ways)
        part(FILLING_TIME, "seconds", str(bound_of(filled.active_seconds)))
    elif filled.is_given_up:
        whole(TURNED_AWAY if filled.is_stop else ABANDONED, {"step": filled.at})
    return counts


def to_list(counts: Mapping[Count, int]) -> list[list[str | int]]:
    """Give counts as JSON keeps them."""
    return [
        [count.figure, count.subject, count.on.isoformat(), count.split, count.part, number]
        for count, number in counts.items()
        if number
    ]


def from_list(kept: Collection[Collection[str | int]]) -> Counter[Count]:
    """Give counts as ``to_list`` wrote them."""
    counts: Counter[Count] = Counter()
    for figure, subject, on, split, part, number in kept:
        counts[Count(str(figure), str(subject), date.fromisoformat(str(on)), str(split), str(part))] = int(
            number
        )
    return counts


def new_in(now: Counter[Count], before: Counter[Count]) -> dict[Count, int]:
    """Give what is to be added to the figures, and what is to be taken from them."""
    return {count: now[count] - before[count] for count in {*now, *before} if now[count] != before[count]}
