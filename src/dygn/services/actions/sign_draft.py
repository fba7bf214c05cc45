from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.forms.rules.co_signers import EMAIL, NAME, NUMBER, PHONE, part_id
from dygn.forms.rules.flow import Filling
from dygn.identity.actor import ASSURANCE_LEVELS
from dygn.identity.models import Person
from dygn.identity.models.person import identifier_key
from dygn.identity.ports import ProvenSignature, ToSign
from dygn.identity.queries import person_of
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.services.access import Holder, required_draft
from dygn.services.actions.book_times import confirm_times
from dygn.services.actions.send_draft import refuse_unready, send_draft, take_its_place
from dygn.services.actions.tell_co_signers import ask_to_sign
from dygn.services.models import Draft, Service, Signature, Signing
from dygn.services.models.signing import new_signature
from dygn.services.queries import country_of, definition_of, filling_of
from dygn.services.rules.signed_content import canonical
from dygn.services.rules.signing import SigningRule
from dygn.services.signing_queries import Content, content_to_sign, mark_of


def prepare_to_sign(service: Service, draft_id: UUID, *, holder: Holder, now: datetime) -> ToSign:
    """Give what the applicant is to sign: exactly what is sent. Raises Refusal while it cannot be sent."""
    draft = required_draft(draft_id, holder)
    _refuse_unfit(draft, service, holder, now)
    content = content_to_sign(draft, service, holder.actor)
    return ToSign(
        text=content.shown,
        content_hash=content.content_hash,
        level=definition_of(draft.version_id).log_in,
        language=draft.language,
        number=_applicant(holder).identifier,
    )


@transaction.atomic
def sign_draft(
    service: Service, draft_id: UUID, proven: ProvenSignature, *, holder: Holder, now: datetime
) -> Draft:
    """Keep the applicant's signature; send it, or ask the others to sign too.

    Signing twice, in two windows, counts once. Raises Refusal when the answers have been changed since
    it was shown, or another person has signed.
    """
    draft = required_draft(draft_id, holder, locked=True)
    if draft.is_sent or draft.waits_for_signatures:
        return draft
    _refuse_unfit(draft, service, holder, now)
    content = content_to_sign(draft, service, holder.actor)
    if content.content_hash != proven.content_hash:
        raise Refusal(
            "changed_since",
            _("The answers were changed after you began to sign, so the signature does not count. Sign again."),
        )
    person = _applicant(holder)
    refuse_another(proven, person)
    refuse_unsure(proven, definition_of(draft.version_id).log_in)
    rule = definition_of(draft.version_id).signing
    assert rule is not None
    signing = _signing(draft, service, content, rule, now)
    if service.settings:
        signing.place_in = take_its_place(service, now)
    signing.save()
    own = new_signature(signing, 0, name=person.name, state=Signature.State.ASKED, asked_at=now)
    keep_signature(own, proven, person, now=now)
    record("draft.signed", draft.subject, actor=holder.actor)
    _rest(draft, signing, now)
    if signing.is_waiting and _ask_others(draft, signing, holder, now):
        if definition_of(draft.version_id).form.bookings:
            # A time is held for minutes and signatures take days: it is booked now, and let go if nothing is sent.
            confirm_times(draft, filling_of(draft, holder.actor), now=now)
        return draft
    if signing.is_waiting:  # nobody was named: the applicant's own signature is all there is
        signing.end(Signing.State.COMPLETE, at=now)
        signing.save(update_fields=["state", "ended_at"])
    return send_draft(service, draft.pk, holder=holder, now=now)


def keep_signature(row: Signature, proven: ProvenSignature, person: Person, *, now: datetime) -> None:
    """Write who has signed what, when and how surely, with the service's own evidence."""
    evidence = canonical(
        {
            "place": row.place,
            "name": proven.name,
            "number": proven.number.normal if proven.number else "",
            "issuer": proven.issuer,
            "assurance": proven.assurance,
            "at": now.isoformat(),
            "hash": proven.content_hash,
            "evidence": proven.evidence,
        }
    )
    row.sign(evidence, mark_of(evidence), assurance=proven.assurance, person_id=person.pk, at=now)
    row.save()


def refuse_another(proven: ProvenSignature, person: Person) -> None:
    """Whoever signs is whoever is logged in."""
    signed = proven.number
    key = signed and identifier_key(signed.normal, country=signed.country, municipality_id=person.municipality_id)
    if key is None or key != person.identifier_key:
        raise Refusal(
            "another_signed",
            _("Another person signed than the one who is logged in, so it does not count. Sign with your own e-ID."),
        )


def refuse_unsure(proven: ProvenSignature, level: str) -> None:
    """Nothing is signed less surely than one has to be logged in."""
    sure = ASSURANCE_LEVELS.index(proven.assurance) if proven.assurance in ASSURANCE_LEVELS else -1
    if sure < ASSURANCE_LEVELS.index(level):
        raise Refusal(
            "signed_unsurely",
            _("Your e-ID is not safe enough for this signature, so it does not count. Sign with another e-ID."),
        )


def _applicant(holder: Holder) -> Person:
    person = person_of(holder.actor)
    if person is None:
        raise NotForYou(f"{holder.actor.key} cannot sign")
    return person


def _refuse_unfit(draft: Draft, service: Service, holder: Holder, now: datetime) -> None:
    if draft.service_id != service.pk or definition_of(draft.version_id).signing is None:
        raise NotForYou(f"{draft.subject} is not signed at {service.key}")
    refuse_unready(service, holder, draft, now)
    if filling_of(draft, holder.actor).first_unfinished_page() is not None:
        raise Refusal("not_finished", _("Something is still missing. Answer it before you sign."))


def _signing(draft: Draft, service: Service, content: Content, rule: SigningRule, now: datetime) -> Signing:
    return Signing.made(
        draft_id=draft.pk,
        service=service,
        version_id=draft.version_id,
        applicant_id=draft.person_id,
        content=content.text,
        content_hash=content.content_hash,
        language=draft.language,
        is_in_turn=rule.is_in_turn,
        remind_after=rule.remind_after,
        state=Signing.State.WAITING if rule.is_by_several else Signing.State.COMPLETE,
        begun_at=now,
        ends_at=now + timedelta(days=rule.days),
    )


def _rest(draft: Draft, signing: Signing, now: datetime) -> None:
    """Nothing in the draft is changed from now on, and it is not deleted while it waits."""
    draft.signed_at = now
    draft.touch(signing.ends_at)
    draft.changed_at = now
    draft.save(update_fields=["signed_at", "revision", "changed_at", "expires_at"])


def _ask_others(draft: Draft, signing: Signing, holder: Holder, now: datetime) -> bool:
    """Ask those who are named, the first or all; say whether there is anybody."""
    rows = list(_named(draft, signing, filling_of(draft, holder.actor)))
    for row in rows if not signing.is_in_turn else rows[:1]:
        row.ask(at=now)
        ask_to_sign(row, signing, now=now)
    Signature.objects.bulk_create(rows)
    return bool(rows)


def _named(draft: Draft, signing: Signing, filling: Filling) -> Iterator[Signature]:
    """Give the signatures of those who are named in the answers."""
    question = filling.form.co_signers
    assert question is not None
    country = country_of(draft.municipality_id)
    named = filling.rows_of(question) if filling.is_shown(question) else []
    for place, row in enumerate(named, start=1):
        known = {
            part: str(row.value_of(question.by_id[part_id(question, part)]) or "")
            for part in (NAME, NUMBER, EMAIL, PHONE)
        }
        key = ""
        if known[NUMBER]:
            number = parse_personal_number(known[NUMBER], (country,))
            key = identifier_key(
                number.normal, country=number.country, municipality_id=draft.municipality_id
            )
        yield new_signature(
            signing, place, name=known[NAME], identifier_key=key, email=known[EMAIL], phone=known[PHONE]
        )
