from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.ports import ProvenSignature, ToSign
from dygn.services.actions.end_signing import free_draft, locked_signing, void_signing
from dygn.services.actions.send_signed import send_soon
from dygn.services.actions.sign_draft import keep_signature, refuse_another, refuse_unsure
from dygn.services.actions.tell_co_signers import ask_to_sign, tell_applicant
from dygn.services.co_sign_access import co_signer
from dygn.services.models import Draft, Signature, Signing
from dygn.services.queries import definition_of
from dygn.services.rules.signed_content import shown_text
from dygn.services.signing_queries import content_of

LONGEST_REASON = 500


def prepare_to_co_sign(signature_id: UUID, *, actor: Actor, has_link: bool, now: datetime) -> ToSign:
    """Give what a co-signer is to sign: the same as the applicant. Raises Refusal when it is not open."""
    row, person = co_signer(signature_id, actor, has_link=has_link)
    _refuse_closed(row, now)
    signing = row.signing
    content = content_of(signing)
    return ToSign(
        text=shown_text(content["title"], content["sections"], signing.content_hash),
        content_hash=signing.content_hash,
        level=definition_of(signing.version_id).log_in,
        language=signing.language,
        number=person.identifier,
    )


@transaction.atomic
def co_sign(
    signature_id: UUID, proven: ProvenSignature, *, actor: Actor, has_link: bool, now: datetime
) -> Signature:
    """Keep a co-signer's signature, and ask the next; when it is the last, let it be sent.

    Those who sign at the same time are taken one after another, so that exactly one of them is the
    last. The job that sends is queued with the last signature: neither is there without the other.
    """
    row, person = _locked(signature_id, actor, has_link)
    signing = row.signing
    if row.is_signed:
        return row
    _refuse_closed(row, now)
    if proven.content_hash != signing.content_hash:
        raise Refusal("changed_since", _("It has been changed since it was shown to you. Read it and sign again."))
    refuse_another(proven, person)
    refuse_unsure(proven, definition_of(signing.version_id).log_in)
    if signing.signatures.filter(person=person).exclude(pk=row.pk).exists():
        raise Refusal("signed_already", _("You have signed this already, in another place. Somebody else is awaited here."))
    keep_signature(row, proven, person, now=now)
    record("draft.co_signed", signing.subject, actor=actor)
    _go_on(signing, now)
    return row


@transaction.atomic
def decline_to_sign(
    signature_id: UUID, reason: str, *, actor: Actor, has_link: bool, now: datetime
) -> Signature:
    """A co-signer says no, and why: nobody can sign any more, and the applicant has the draft again."""
    reason = reason.strip()
    if not reason:
        raise Refusal("no_reason", _("Write a word about why you do not sign."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(
            "reason_too_long", _("Write at most %(most)d characters.") % {"most": LONGEST_REASON}, field="reason"
        )
    row, person = co_signer(signature_id, actor, has_link=has_link)
    draft = Draft.objects.at_hand(row.signing.draft_id, locked=True)
    row, person = _locked(signature_id, actor, has_link)
    _refuse_closed(row, now)
    row.decline(reason, person_id=person.pk, at=now)
    row.save()
    void_signing(row.signing, Signing.State.DECLINED, now=now)
    if draft is not None:
        free_draft(draft, now=now)
    tell_applicant(row.signing, "signing_declined", key=str(row.pk))
    record("draft.declined", row.signing.subject, actor=actor)
    return row


def _locked(signature_id: UUID, actor: Actor, has_link: bool) -> tuple[Signature, Person]:
    """Give the signature anew, with its signing locked until the transaction ends."""
    row, _person = co_signer(signature_id, actor, has_link=has_link)
    locked_signing(row.signing.draft_id)
    return co_signer(signature_id, actor, has_link=has_link)


def _refuse_closed(row: Signature, now: datetime) -> None:
    if not row.signing.is_open_at(now):
        raise Refusal("signing_ended", _("This can no longer be signed. You need not do anything."))
    if not row.is_asked:
        raise Refusal("not_your_turn", _("It is not your turn yet. We tell you when it is."))


def _go_on(signing: Signing, now: datetime) -> None:
    """Ask the next in turn, or let it be sent when nobody is awaited."""
    awaited = list(
        signing.signatures.exclude(state=Signature.State.SIGNED).order_by("place")
    )
    if not awaited:
        signing.end(Signing.State.COMPLETE, at=now)
        signing.save(update_fields=["state", "ended_at"])
        send_soon(signing.draft_id)
        return
    if not any(each.is_asked for each in awaited):
        awaited[0].ask(at=now)
        ask_to_sign(awaited[0], signing, now=now)
        awaited[0].save()
