"""Ratings: one to five of an address, about a subject that others know by its key."""

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext_lazy as _

from dygn.figures.rules.figure import Figure, Unit

SCORES = {5: _("Very good"), 4: _("Good"), 3: _("So-so"), 2: _("Bad"), 1: _("Very bad")}
COMMENT_HINT = _(
    "Write nothing about yourself or others: we do not answer here. Those who look after the service read it, "
    "and it is deleted after half a year."
)
LONGEST_COMMENT = 1_000
DAYS_COMMENTS_ARE_KEPT = 180
RATINGS, POINTS = "dialogue.ratings", "dialogue.points"
FIGURES = (
    Figure(
        RATINGS,
        _("Ratings"),
        _("So many have told how it was, from 1 (very bad) to 5 (very good)."),
        splits=frozenset({"score", "place"}),
    ),
    Figure(
        POINTS, _("Points of the ratings"), _("Divided by the number of ratings: the mean."), unit=Unit.POINTS
    ),
)
_signer = signing.Signer(salt="dygn.dialogue.rating")
_BETWEEN = "|"


@dataclass(frozen=True)
class Rated:
    """What is asked about."""

    about: str
    """The subject's key, such as ``service:12``."""
    address: str
    """The path of what is rated."""
    back: str
    """The path of the page that asks, to which they come back. It may tell what was sent, so it is not kept."""
    sending: str = ""
    """What was sent, by a key that nobody can guess; empty when a page is rated and nothing was sent."""

    @property
    def place(self) -> str:
        """Where it was asked: after a sending, or on a page."""
        return "sending" if self.sending else "page"


def token_of(rated: Rated, municipality_id: int) -> str:
    """Give what stands in the address to answer at: only what this municipality has asked about can be rated."""
    asked = _BETWEEN.join((str(municipality_id), rated.about, rated.sending, rated.back, rated.address))
    return signing.b64_encode(_signer.sign(asked).encode()).decode()


def rated_by(token: str, municipality_id: int) -> Rated | None:
    """Give what a token was made for; None when this municipality did not make it."""
    try:
        asked = _signer.unsign(signing.b64_decode(token.encode()).decode())
        asked_by, about, sending, back, address = asked.split(_BETWEEN, 4)
    except (signing.BadSignature, ValueError):
        return None
    return Rated(about, address, back, sending) if asked_by == str(municipality_id) else None


def mean_of(points: int, ratings: int) -> float | None:
    """Give the mean score; None when nobody has rated."""
    return points / ratings if ratings > 0 else None
