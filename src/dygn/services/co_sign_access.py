"""Whose signature it is: the person with the number that was named, or whoever got the link."""

from uuid import UUID

from dygn.base.errors import NotForYou, Refusal
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.queries import person_of
from dygn.services.models import Signature

WRONG_PERSON, OWN = "wrong_person", "own_signature"


def signature_with_link(signature_id: UUID, code: str) -> Signature | None:
    """Give the signature whose link this is; None for any other code."""
    row = _signature(signature_id)
    return row if row is not None and row.opens_with(code) else None


def co_signer(signature_id: UUID, actor: Actor, *, has_link: bool) -> tuple[Signature, Person]:
    """Give the signature and the person who is to give it.

    Raises NotForYou for strangers, and Refusal, with what to do, for whoever has the link and is
    logged in as somebody else, or as the applicant.
    """
    row, person = _signature(signature_id), person_of(actor)
    if row is None or person is None or row.place == 0:
        raise NotForYou(f"{actor.key} is not asked for {signature_id}")
    if row.person_id is not None and row.person_id == person.pk:
        return row, person
    if row.identifier_key and row.identifier_key == person.identifier_key:
        return row, person
    if not has_link:
        raise NotForYou(f"{actor.key} is not asked for {signature_id}")
    if row.signing.applicant_id == person.pk:
        raise Refusal(OWN, "")
    if row.identifier_key or row.person_id is not None:
        raise Refusal(WRONG_PERSON, "")
    return row, person


def _signature(signature_id: UUID) -> Signature | None:
    rows = Signature.objects.select_related("signing__service", "signing__applicant")
    return rows.filter(pk=signature_id).first()
