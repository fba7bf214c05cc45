from datetime import datetime

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.models import AuthorComment


@transaction.atomic
def settle_comment(service_id: int, comment_id: int, *, actor: Actor, now: datetime) -> AuthorComment | None:
    """Say that a comment is looked at. Twice is once; None when the service has no such comment."""
    require_publisher_of(actor, service_id)
    comment = (
        AuthorComment.objects.select_for_update(of=("self",))
        .select_related("copy")
        .filter(pk=comment_id, copy__service_id=service_id)
        .first()
    )
    if comment is None or comment.settled_at is not None:
        return comment
    comment.settled_at, comment.settled_by = now, actor.name or actor.key
    comment.save(update_fields=["settled_at", "settled_by"])
    record("service.comment_settled", comment.copy.subject, actor=actor, detail={"comment": comment.pk})
    return comment
