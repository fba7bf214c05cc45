from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from dygn.audit.actions.record import record
from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.jobs import job
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.services.access import Holder
from dygn.services.actions.book_times import CALENDAR_SILENT
from dygn.services.actions.end_signing import free_draft, locked_signing, void_signing
from dygn.services.actions.send_draft import send_draft
from dygn.services.actions.tell_co_signers import tell_applicant, tell_those_who_signed
from dygn.services.models import Draft, Signing

AT_A_TIME = 200


@job()
def send_signed(*, draft_id: str) -> None:
    """Send what all have signed, once however often it is run."""
    send_signed_draft(UUID(draft_id), now=timezone.now())


def send_soon(draft_id: UUID) -> None:
    """Have it sent by a job. One that waits already is not queued twice."""
    try:
        with transaction.atomic():
            send_signed.defer(draft_id=str(draft_id), run_once_as=f"send-signed:{draft_id}")
    except AlreadyEnqueued:
        return


def send_left_behind() -> int:
    """Have sent what all have signed and no job sends any more; give how many there are.

    A job gives up after some hours, as when a calendar is silent for a whole night.
    """
    complete = Signing.objects.filter(state=Signing.State.COMPLETE).values("draft_id")
    unsent = Draft.objects.filter(signed_at__isnull=False, sent_at=None, pk__in=complete)
    left = list(unsent.order_by("signed_at").values_list("pk", flat=True)[:AT_A_TIME])
    for draft_id in left:
        send_soon(draft_id)
    return len(left)


@transaction.atomic
def send_signed_draft(draft_id: UUID, *, now: datetime) -> Draft | None:
    """Send what all have signed, in the applicant's name; give the draft that is its receipt.

    Where it cannot be sent after all, the applicant is told and has the draft again.
    """
    draft = Draft.objects.at_hand(draft_id, locked=True)
    if draft is None or draft.is_sent:
        return draft
    signing = locked_signing(draft_id)
    if signing is None or signing.is_waiting:
        return draft
    level = signing.signatures.values_list("assurance", flat=True).get(place=0)
    applicant = Actor(required_municipality_id(), person_id=draft.person_id, assurance=level)
    try:
        with transaction.atomic():
            draft = send_draft(signing.service, draft_id, holder=Holder(applicant), now=now)
    except Refusal as refusal:
        if refusal.code == CALENDAR_SILENT:  # all have signed: it is sent when the calendar answers again
            raise OutsideFailure("A calendar does not answer.") from refusal
        _keep_unsent(draft, signing, refusal, now)
        return draft
    tell_those_who_signed(signing, signing.signatures.exclude(place=0), "signing_sent")
    return draft


def _keep_unsent(draft: Draft, signing: Signing, refusal: Refusal, now: datetime) -> None:
    void_signing(signing, Signing.State.UNSENT, now=now)
    free_draft(draft, now=now)
    tell_applicant(signing, "signing_unsent", key="unsent")
    record("signing.unsent", signing.subject, actor=Actor.system(required_municipality_id()), detail={"why": refusal.code})
