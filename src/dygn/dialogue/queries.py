from collections.abc import Sequence

from dygn.dialogue.access import require_reader_of
from dygn.dialogue.models import Rating
from dygn.identity.actor import Actor

MOST_SHOWN = 50


def comments_about(about: str, actor: Actor) -> Sequence[Rating]:
    """Give what people have written about a subject, the newest first. Raises NotForYou for others than its keepers."""
    require_reader_of(about, actor)
    return list(Rating.objects.filter(about=about, has_comment=True).order_by("-made_at")[:MOST_SHOWN])
