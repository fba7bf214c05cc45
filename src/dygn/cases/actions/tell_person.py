import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dygn.cases.models import Case
from dygn.post.actions.notify import notify
from dygn.post.rules.channels import Recipient


def tell_person(
    case: Case, template: str, *, key: str, enclosures: Sequence[UUID] = (), **facts: Any
) -> bool:
    """Tell the person that something waits in their case, never what it says; say whether they can be.

    ``key`` names what they are told of: the same thing is told once. Somebody who gave no way to be
    reached finds it when they follow the case.
    """
    recipient = case.applicant or contact_of(case)
    if recipient is None:
        return False
    known = {"reference": case.reference, "path": case_path(case), **facts}
    notify(recipient, template, known, subject=case.subject, key=f"{template}:{key}", enclosures=enclosures)
    return True


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
