from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.services.access import Holder, required_draft
from dygn.services.actions.end_signing import locked_signing
from dygn.services.actions.tell_co_signers import ask_to_sign
from dygn.services.models import Signature, Signing

AT_A_TIME = 200


@transaction.atomic
def remind_co_signers(draft_id: UUID, *, holder: Holder, now: datetime) -> int:
    """Remind those who are asked and have not answered, at the applicant's wish; give how many.

    Nobody is reminded more than once a day, nor more than three times: then it is refused.
    """
    draft = required_draft(draft_id, holder)
    signing = locked_signing(draft.pk)
    if signing is None or not signing.is_waiting:
        raise Refusal("signing_ended", _("Nobody is awaited any more."))
    due = [row for row in signing.signatures.order_by("place") if row.may_be_reminded(now)]
    if not due:
        raise Refusal(
            "reminded_lately",
            _("They have been reminded within the last day, or as often as we do it. Ask them yourself."),
        )
    for row in due:
        _remind(row, signing, now)
    return len(due)


@transaction.atomic
def remind_waiting(*, now: datetime) -> int:
    """Remind those who have been asked for as many days as the service says, once; give how many."""
    waiting = Signature.objects.filter(
        state=Signature.State.ASKED, signing__state=Signing.State.WAITING, reminders=0, told_at__isnull=False
    ).filter(asked_at__lte=now - timedelta(days=1) * F("signing__remind_after"))  # type: ignore[operator]
    rows = waiting.select_for_update(of=("self",), skip_locked=True)
    reminded = 0
    for row in rows.select_related("signing__service")[:AT_A_TIME]:
        _remind(row, row.signing, now)
        reminded += 1
    return reminded


def _remind(row: Signature, signing: Signing, now: datetime) -> None:
    row.reminders += 1
    ask_to_sign(row, signing, now=now, template="signing_reminder")
    row.save(update_fields=["reminders", "told_at"])
