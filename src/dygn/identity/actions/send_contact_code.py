import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.rate_limits import limited
from dygn.identity.access import require_resident
from dygn.identity.actor import Actor
from dygn.identity.models import ContactCode
from dygn.identity.models.contact_code import ATTEMPTS
from dygn.municipalities.actions.connect import connect

CODES_AN_HOUR = 5
DIGITS = 6


@transaction.atomic
def send_contact_code(kind: str, contact: str, *, actor: Actor, language: str, now: datetime) -> None:
    """Send a code to the e-mail address or phone that the person says is theirs.

    A new code takes the place of the one before. Refuses more than five an hour.
    """
    person_id = require_resident(actor)
    if limited(f"contact-code:{person_id}", CODES_AN_HOUR, 3600):
        raise Refusal("code_too_often", _("You have asked for many codes. Wait an hour and try again."))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    ContactCode.objects.update_or_create(
        person_id=person_id,
        kind=kind,
        defaults={
            "contact": contact,
            "code_hash": ContactCode.hash_of(code, person_id=person_id, contact=contact),
            "attempts_left": ATTEMPTS,
            "sent_at": now,
            "used_at": None,
        },
    )
    connect("contact_codes").send(code, kind=kind, contact=contact, language=language)
    record("contact-code.sent", f"person:{person_id}", actor=actor, detail={"kind": kind})
