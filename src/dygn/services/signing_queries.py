"""Reading what is signed, who has signed and who is awaited."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import override

from dygn.base.errors import OutsideFailure
from dygn.base.secrecy import lookup_key
from dygn.base.words import pick
from dygn.files.models import StoredFile
from dygn.forms.rules.account import account_of
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.ports import ProvenSignature, Signer
from dygn.identity.queries import shown_name
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.actions.connect import connect
from dygn.services.models import Draft, Service, Signature, Signing
from dygn.services.models.signing import MOST_REMINDERS
from dygn.services.queries import definition_of, filling_of
from dygn.services.rules.signed_content import (
    SignedBy,
    Tampered,
    canonical,
    faults_of_signing,
    hash_of,
    sections_data,
    shown_text,
)

MOST_LISTED = 20


@dataclass(frozen=True)
class Content:
    """What is to be signed: all of it, its hash, and the text that is shown where one signs."""

    text: str
    content_hash: str
    shown: str


@dataclass(frozen=True)
class SignatureListed:
    """A signature as pages show it: the name as the applicant wrote it, never one from a register."""

    id: UUID
    name: str
    is_applicant: bool
    state: str
    signed_at: datetime | None
    assurance: str
    can_be_reminded: bool
    has_no_way: bool
    mark: str


@dataclass(frozen=True)
class SigningShown:
    """How it stands with the signatures on one thing, for a page or a copy."""

    signing: Signing
    signatures: tuple[SignatureListed, ...]
    faults: tuple[Tampered, ...] = ()

    @property
    def signed(self) -> tuple[SignatureListed, ...]:
        return tuple(each for each in self.signatures if each.state == Signature.State.SIGNED)

    @property
    def awaited(self) -> tuple[SignatureListed, ...]:
        waiting = (Signature.State.ASKED, Signature.State.LATER)
        return tuple(each for each in self.signatures if each.state in waiting)


@dataclass(frozen=True)
class EndedSigning:
    """How a signing ended without anything being sent, and who said no and why."""

    state: str
    at: datetime | None
    name: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ToSignListed:
    """Something that waits for the person's signature, as My page shows it."""

    id: UUID
    service: str
    until: datetime


def content_to_sign(draft: Draft, service: Service, actor: Actor) -> Content:
    """Give what whoever signs the draft signs: every answer as it is shown and as it is kept, and every file."""
    definition = definition_of(draft.version_id)
    with override(draft.language):
        values = filling_of(draft, actor).values()
        sections = sections_data(account_of(definition.form, values, draft.language))
    title = pick(definition.title, draft.language) or service.key
    content = {
        "service": service.key,
        "title": title,
        "version": draft.version_id,
        "draft": str(draft.pk),
        "language": draft.language,
        "sections": sections,
        "answers": values,
        "files": _files_of(draft),
    }
    text = canonical(content)
    return Content(text, hash_of(text), shown_text(title, sections, hash_of(text)))


def is_as_signed(draft: Draft, signing: Signing, actor: Actor) -> bool:
    """The draft holds the answers and files that were signed; how they are written out may differ by now."""
    with override(draft.language):
        values = filling_of(draft, actor).values()
    signed = content_of(signing)
    now = {"version": draft.version_id, "answers": values, "files": _files_of(draft)}
    return canonical(now) == canonical({part: signed[part] for part in now})


def _files_of(draft: Draft) -> dict[str, dict[str, str]]:
    files = StoredFile.objects.filter(subject=draft.subject).values_list("key", "sha256", "name")
    return {str(key): {"sha256": sha256, "name": name} for key, sha256, name in files}


def content_of(signing: Signing) -> Mapping[str, Any]:
    """Give what was signed, read."""
    read: dict[str, Any] = json.loads(signing.content)
    return read


def standing_signing(draft_id: UUID) -> Signing | None:
    """Give the signing of a draft that is not void: waiting or complete."""
    standing = (Signing.State.WAITING, Signing.State.COMPLETE)
    return Signing.objects.filter(draft_id=draft_id, state__in=standing).first()


def ended_signing(draft_id: UUID) -> EndedSigning | None:
    """Give how the draft's latest signing ended when nothing was sent; None when there is none to tell of."""
    signing = Signing.objects.filter(draft_id=draft_id).order_by("-begun_at", "-pk").first()
    if signing is None or signing.state in (Signing.State.WAITING, Signing.State.COMPLETE):
        return None
    no = signing.signatures.filter(state=Signature.State.DECLINED).first()
    return EndedSigning(signing.state, signing.ended_at, no.name if no else "", no.reason if no else "")


def signatures_of(signing: Signing, *, now: datetime | None = None) -> SigningShown:
    """Give who has signed and who is awaited."""
    rows = signing.signatures.order_by("place").defer("evidence", "code")
    listed = (_listed(row, signing, now or timezone.now()) for row in rows)
    return SigningShown(signing, tuple(listed))


def _listed(row: Signature, signing: Signing, now: datetime) -> SignatureListed:
    return SignatureListed(
        id=row.pk,
        name=row.name,
        is_applicant=row.place == 0,
        state=row.state,
        signed_at=row.signed_at,
        assurance=row.assurance,
        can_be_reminded=signing.is_waiting and row.may_be_reminded(now),
        has_no_way=row.is_asked and row.told_at is None,
        mark=row.mark[:16],
    )


def verified_signatures(draft_id: UUID, answers: Mapping[str, Any] | None = None) -> SigningShown | None:
    """Give the signatures on what was sent, and what has been tampered with; None when nobody signed it."""
    signing = standing_signing(draft_id)
    if signing is None:
        return None
    rows = list(signing.signatures.order_by("place"))
    now = timezone.now()
    signed = [_signed_by(row) for row in rows if row.is_signed]
    faults = tuple(faults_of_signing(signing.content, signing.content_hash, signed, answers))
    return SigningShown(signing, tuple(_listed(row, signing, now) for row in rows), faults)


def mark_of(evidence: str) -> str:
    """Give the keyed hash that seals a piece of evidence: without our key nobody makes another."""
    return lookup_key(evidence, purpose="signature")


def _signed_by(row: Signature) -> SignedBy:
    return SignedBy(row.evidence, row.mark, mark_of(row.evidence), _is_vouched(row.evidence))


def _is_vouched(evidence: str) -> bool:
    """Ask the signing service's own proof; one that is no longer connected leaves ours to be judged alone."""
    said = json.loads(evidence)
    try:
        signer: Signer = connect("signer")
    except (ImproperlyConfigured, LookupError, TypeError, ValueError):
        return True
    number = parse_personal_number(said["number"]) if said["number"] else None
    proven = ProvenSignature(
        issuer=said["issuer"],
        content_hash=said["hash"],
        assurance=said["assurance"],
        number=number,
        evidence=said["evidence"],
    )
    try:
        return signer.vouches(proven)
    except OutsideFailure:
        return True


def to_sign_by(person: Person) -> list[ToSignListed]:
    """Give what waits for the person's signature, named by their number or opened by them before."""
    if not person.identifier_key:
        return []
    rows = Signature.objects.filter(
        identifier_key=person.identifier_key, state=Signature.State.ASKED, signing__state=Signing.State.WAITING
    )
    found = rows.select_related("signing__service").order_by("signing__ends_at")[:MOST_LISTED]
    return [ToSignListed(row.pk, row.signing.service.title, row.signing.ends_at) for row in found]


def applicant_name(signing: Signing, actor: Actor) -> str:
    """Give who asks for the signature, as the reader may know them."""
    return shown_name(signing.applicant, actor)


def most_reminders() -> int:
    """Give how often one person is reminded at most."""
    return MOST_REMINDERS
