"""What those who use a service say of it, and what whoever offers it may do about that."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.catalogue_access import entries_seen_by, require_author_of
from dygn.services.models import CatalogueComment, CatalogueEntry, CatalogueFold, CatalogueUse

BEST, WORST = 5, 1


@transaction.atomic
def write_comment(
    entry_id: int, *, rating: int, text: str, name: str = "", actor: Actor, now: datetime
) -> CatalogueComment:
    """Say what one thinks of a service that one's municipality uses, or change what one has said of it.

    ``name`` is shown to the others: a unit's or one's own; one's own when it is empty. Raises Refusal where the
    municipality does not use the service.
    """
    require_publisher(actor)
    entry = entries_seen_by(actor).get(pk=entry_id)
    if CatalogueUse.objects.select_for_update().filter(entry=entry).first() is None:
        raise Refusal("not_used", _("Only those who use the service say what it is like. Adopt it first."))
    if not WORST <= rating <= BEST:
        raise Refusal("rating", _("Give between 1 and 5."), field="rating")
    comment = CatalogueComment.objects.filter(entry=entry, author=actor.key).first()
    if comment is None:
        comment = CatalogueComment.made(entry=entry, author=actor.key, written_at=now)
    else:
        comment.changed_at = now
    comment.rating, comment.text = rating, text.strip()[:2_000]
    comment.name = (name.strip() or actor.name)[:200]
    comment.save()
    record("catalogue.commented", entry.subject, actor=actor, detail={"rating": rating})
    return comment


@transaction.atomic
def delete_comment(comment_id: int, *, actor: Actor) -> None:
    """Take back what one has said; an administrator takes back what a colleague said. Raises NotForYou otherwise."""
    comment = CatalogueComment.everywhere.get(pk=comment_id)
    require_author_of(comment, actor)
    record("catalogue.comment_deleted", f"catalogue:{comment.entry_id}", actor=actor)
    comment.delete()


@transaction.atomic
def fold_comment(comment_id: int, *, reason: str, actor: Actor, now: datetime) -> CatalogueFold:
    """Fold away what was said of one's own offer, with the reason in everybody's sight. The rating still counts.

    Raises Refusal without a reason; only the municipality that offers the service may.
    """
    require_publisher(actor)
    comment = CatalogueComment.everywhere.get(pk=comment_id)
    entry = CatalogueEntry.objects.select_for_update().get(pk=comment.entry_id, source=None)
    if not reason.strip():
        raise Refusal("no_reason", _("Say why. Everybody who looks can read it."), field="reason")
    fold = CatalogueFold.objects.filter(comment=comment).first() or CatalogueFold.made(comment=comment)
    fold.reason, fold.folded_at = reason.strip()[:300], now
    fold.save()
    record("catalogue.comment_folded", entry.subject, actor=actor, detail={"comment": comment.pk})
    return fold


@transaction.atomic
def unfold_comment(comment_id: int, *, actor: Actor) -> None:
    """Show a comment again that was folded away."""
    require_publisher(actor)
    CatalogueFold.objects.filter(comment_id=comment_id).delete()
    record("catalogue.comment_unfolded", f"catalogue_comment:{comment_id}", actor=actor)
