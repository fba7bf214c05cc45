from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.secrecy import lookup_key
from dygn.dialogue.models import Rating
from dygn.dialogue.rules.rating import DAYS_COMMENTS_ARE_KEPT, LONGEST_COMMENT, POINTS, RATINGS, SCORES, Rated
from dygn.figures.actions.add_up import add_up
from dygn.figures.rules.figure import Count


@transaction.atomic
def rate(rated: Rated, score: int, comment: str, *, language: str, now: datetime) -> bool:
    """Keep how somebody found it, and count it; say whether it is new.

    What was sent is rated once: the first answer stands, whoever presses twice or comes back. Raises Refusal
    when the score or the comment cannot be taken.
    """
    comment = comment.replace("\x00", "").strip()
    if score not in SCORES:
        raise Refusal("no_score", _("Choose how it was."), field="score")
    if len(comment) > LONGEST_COMMENT:
        raise Refusal("too_long", _("Write at most 1,000 characters."), field="comment")
    rating = Rating.made(
        about=rated.about,
        address=rated.address[:300],
        sending=lookup_key(rated.sending, purpose="rating") if rated.sending else "",
        score=score,
        comment=comment,
        has_comment=bool(comment),
        language=language,
        made_at=now,
        kept_until=now + timedelta(days=DAYS_COMMENTS_ARE_KEPT),
    )
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
    except IntegrityError:  # the same sending, rated before or at this moment
        return False
    add_up(_counts(rated, score, now))
    return True


def _counts(rated: Rated, score: int, now: datetime) -> dict[Count, int]:
    day = timezone.localdate(now)
    return {
        Count(RATINGS, rated.about, day): 1,
        Count(RATINGS, rated.about, day, "score", str(score)): 1,
        Count(RATINGS, rated.about, day, "place", rated.place): 1,
        Count(POINTS, rated.about, day): score,
    }
