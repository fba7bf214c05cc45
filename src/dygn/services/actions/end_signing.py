from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.tenancy import current_municipality_id
from dygn.identity.actor import Actor
from dygn.services.access import Holder, required_draft
from dygn.services.actions.book_times import release_booked_times
from dygn.services.actions.tell_co_signers import tell_applicant, tell_those_who_signed
from dygn.services.models import Draft, Signature, Signing
from dygn.services.models.intake import give_back_a_place

AT_A_TIME = 200
DAYS_KEPT_VOID = 90


@transaction.atomic
def take_back_signing(draft_id: UUID, *, holder: Holder, now: datetime) -> Draft:
    """Let the applicant change what they have signed: all signatures are void, and those who signed are told.

    What is signed by all is on its way and stays. Taking back twice is once.
    """
    draft = required_draft(draft_id, holder, locked=True)
    if not draft.waits_for_signatures:
        return draft
    signing = locked_signing(draft_id)
    if signing is not None and not signing.is_waiting:
        raise Refusal("signed_by_all", _("All have signed, and it is being sent. It can no longer be changed."))
    if signing is not None:
        void_signing(signing, Signing.State.TAKEN_BACK, now=now)
    free_draft(draft, now=now)
    record("signing.taken_back", draft.subject, actor=holder.actor)
    return draft


@transaction.atomic
def expire_signings(*, now: datetime) -> int:
    """End what nobody can sign any more: the draft is the applicant's again. Give how many."""
    over = Signing.objects.filter(state=Signing.State.WAITING, ends_at__lte=now).order_by("ends_at")
    ended = 0
    for draft_id in over.values_list("draft_id", flat=True)[:AT_A_TIME]:
        draft = Draft.objects.at_hand(draft_id, locked=True)
        signing = locked_signing(draft_id)
        if signing is None or not signing.is_waiting or signing.ends_at > now:
            continue
        void_signing(signing, Signing.State.EXPIRED, now=now)
        if draft is not None:
            free_draft(draft, now=now)
        tell_applicant(signing, "signing_expired", key="expired")
        record("signing.expired", signing.subject, actor=Actor.system(current_municipality_id()))
        ended += 1
    return ended


def forget_void_signings(*, now: datetime) -> int:
    """Delete what came to nothing some months ago; what was sent stays with its case. Give how many."""
    void = Signing.objects.exclude(state__in=(Signing.State.WAITING, Signing.State.COMPLETE))
    old = void.filter(ended_at__lte=now - timedelta(days=DAYS_KEPT_VOID)).values_list("pk", flat=True)
    return Signing.objects.filter(pk__in=list(old[:AT_A_TIME])).delete()[0]


def wipe_signings_of(draft_id: UUID) -> None:
    """Take away all that was written and signed of a draft that is deleted; that it was void is told still."""
    Signing.objects.filter(draft_id=draft_id).update(content="", content_hash="")
    rows = Signature.objects.filter(signing__draft_id=draft_id)
    rows.update(name="", email="", phone="", evidence="", mark="", reason="", identifier_key="")


def locked_signing(draft_id: UUID) -> Signing | None:
    """Give the draft's signing that stands, its row locked. The draft's own row is always locked first."""
    standing = (Signing.State.WAITING, Signing.State.COMPLETE)
    signings = Signing.objects.filter(draft_id=draft_id, state__in=standing)
    return signings.select_for_update(of=("self",)).select_related("service", "applicant").first()


def void_signing(signing: Signing, state: str, *, now: datetime) -> None:
    """End it without sending, and tell those who have signed or been asked that nothing more is needed."""
    signing.end(state, at=now)
    if signing.place_in is not None:
        give_back_a_place(signing.service_id, signing.place_in)
        signing.place_in = None
    signing.save(update_fields=["state", "ended_at", "place_in"])
    tell_those_who_signed(signing, signing.signatures.exclude(place=0), "signing_void")


def free_draft(draft: Draft, *, now: datetime) -> None:
    """The draft is as before it was signed: everything that was typed is there, and can be changed."""
    draft.signed_at = None
    draft.touch(now)
    draft.save(update_fields=["signed_at", "revision", "changed_at", "expires_at"])
    release_booked_times(draft)
