"""Who reads what people have written with a rating: those who look after what it is about, and nobody else."""

from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.services.access import looks_after


def require_reader_of(about: str, actor: Actor) -> None:
    """Raise NotForYou unless the actor looks after the subject: what people wrote may be personal."""
    if not looks_after(about, actor):
        raise NotForYou(f"{actor.key} does not look after {about}")
