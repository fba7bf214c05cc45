from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from dygn.audit.actions.record import record
from dygn.base.tenancy import in_municipality
from dygn.identity.access import require_operator
from dygn.identity.actor import Actor
from dygn.post.models import OutboxRow
from dygn.post.queries import FailedPost, failed_everywhere

_ALL = 1_000


def send_again(row_ids: Sequence[int] | None = None, *, actor: Actor) -> int:
    """Let what failed for good be sent once more, the chosen or all; give how many they were.

    An operator's act, across municipalities: each is done and noted in its own.
    """
    require_operator(actor)
    failed = failed_everywhere(limit=_ALL)
    chosen = [row for row in failed if row_ids is None or row.pk in row_ids]
    return sum(_send_one_again(row, actor=actor) for row in chosen)


@transaction.atomic
def _send_one_again(failed: FailedPost, *, actor: Actor) -> int:
    with in_municipality(failed.municipality_id):
        row = OutboxRow.objects.select_for_update().filter(pk=failed.pk, state=OutboxRow.State.FAILED).first()
        if row is None:
            return 0
        row.try_again(now=timezone.now())
        row.save(update_fields=["state", "attempts", "next_try_at"])
        record("post.sent_again", row.subject, actor=actor, detail={"row": row.pk})
    return 1


def cancel_failed(row_ids: Sequence[int], *, actor: Actor) -> int:
    """Give up what failed for good, so that it no longer stands on the list; give how many they were."""
    require_operator(actor)
    return sum(_cancel_one(row, actor=actor) for row in failed_everywhere(limit=_ALL) if row.pk in row_ids)


@transaction.atomic
def _cancel_one(failed: FailedPost, *, actor: Actor) -> int:
    with in_municipality(failed.municipality_id):
        number = OutboxRow.objects.filter(pk=failed.pk, state=OutboxRow.State.FAILED).update(
            state=OutboxRow.State.CANCELLED
        )
        if number:
            record("post.cancelled", f"outbox:{failed.pk}", actor=actor)
    return number
