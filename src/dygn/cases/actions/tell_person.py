import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dygn.cases.models import Case
from dygn.cases.rules.service_messages import AS_MESSAGE, copied_to, is_sent, words_of
from dygn.post.actions.notify import notify
from dygn.post.rules.channels import Recipient
from dygn.services.queries import service_with_id


def tell_person(
    case: Case, template: str, *, key: str, enclosures: Sequence[UUID] = (), **facts: Any
) -> bool:
    """Tell the person that something waits in their case, never what it says; say whether they can be.

    ``key`` names what they are told of: the same thing is told once. Somebody who gave no way to be
    reached finds it when they follow the case.
    """
    settings = _settings_of(case)
    if settings:
        _tell_the_unit(case, template, settings, key)
    recipient = case.applicant or contact_of(case)
    if recipient is None or not is_sent(settings, template):
        return False
    known = {"reference": case.reference, "path": case_path(case), **facts}
    if words := words_of(settings, template):
        known["words"] = words
    notify(recipient, template, known, subject=case.subject, key=f"{template}:{key}", enclosures=enclosures)
    return True


def _settings_of(case: Case) -> Mapping[str, Any]:
    """Give what the service's municipality has set; it is kept in memory, so that nobody who sends waits for it."""
    service = service_with_id(case.service_id)
    return service.settings if service is not None else {}


def _tell_the_unit(case: Case, template: str, settings: Mapping[str, Any], key: str) -> None:
    """Tell the address that the service names that something has happened: the reference, and never what it is."""
    address = copied_to(settings, AS_MESSAGE.get(template, template))
    if address:
        known = {"reference": case.reference, "url": f"/staff/cases/{case.reference}/"}
        unit = Recipient(key="unit", email=address, choice="email")
        notify(unit, "case_copy", known, subject=case.subject, key=f"case_copy:{template}:{key}", urgent=False)


def case_path(case: Case) -> str:
    """Give the address at which the person follows the case."""
    return f"/my/cases/{case.reference}/" if case.applicant_id else f"/case/{case.reference}/"


def contact_of(case: Case) -> Recipient | None:
    """Give how to reach somebody who is not logged in; None when they left no way."""
    known = json.loads(case.contact or "{}")
    if not known.get("email") and not known.get("phone"):
        return None
    return Recipient(
        key="contact",
        name=known.get("name", ""),
        email=known.get("email", ""),
        phone=known.get("phone", ""),
        language=case.language,
        choice="email" if known.get("email") else "sms",
    )
