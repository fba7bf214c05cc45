from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.access import require_resident
from dygn.identity.actor import Actor
from dygn.identity.events import DetailsChanged
from dygn.identity.models import ContactCode, Person


def confirm_contact_code(kind: str, code: str, *, actor: Actor, now: datetime) -> None:
    """Take the code and write down the e-mail address or phone as verified.

    A wrong code is counted even though it is refused.
    """
    person_id = require_resident(actor)
    refusal: Refusal | None = None
    with transaction.atomic():
        sent = ContactCode.objects.select_for_update().filter(person_id=person_id, kind=kind).first()
        if sent is None:
            raise Refusal("code_none", _("There is no code to confirm. Ask for a new one."), field="code")
        try:
            sent.check_code(code, now=now)
            _write_contact(sent, now=now)
            record("contact.verified", f"person:{person_id}", actor=actor, detail={"kind": kind})
        except Refusal as said:
            refusal = said
        sent.save(update_fields=["attempts_left", "used_at"])
    if refusal is not None:
        raise refusal


def _write_contact(sent: ContactCode, *, now: datetime) -> None:
    person = Person.objects.select_for_update().get(pk=sent.person_id)
    if sent.kind == ContactCode.Kind.EMAIL:
        person.email, person.email_verified_at = sent.contact, now
    else:
        person.phone, person.phone_verified_at = sent.contact, now
    person.save()
    publish(DetailsChanged(person.municipality_id, person_id=person.pk))
