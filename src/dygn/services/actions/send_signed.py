from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dygn.audit.actions.record import record
from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.jobs import job
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.services.access import Holder
from dygn.services.actions.book_times import CALENDAR_SILENT
from dygn.services.actions.end_signing import free_draft, locked_signing
from dygn.services.actions.send_draft import send_draft
from dygn.services.actions.tell_co_signers import tell_applicant, tell_those_who_signed
from dygn.services.models import Draft, Signing


@job()
def send_signed(*, draft_id: str) -> None:
    """Send what all have signed, once however often it is run."""
    send_signed_draft(UUID(draft_id), now=timezone.now())


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
    signing.end(Signing.State.UNSENT, at=now)
    signing.save(update_fields=["state", "ended_at"])
    free_draft(draft, now=now)
    tell_applicant(signing, "signing_unsent", key="unsent")
    tell_those_who_signed(signing, signing.signatures.exclude(place=0), "signing_void")
    record("signing.unsent", signing.subject, actor=Actor.system(required_municipality_id()), detail={"why": refusal.code})
