from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dygn.base.jobs import job
from dygn.base.numbers_in_words import long_date
from dygn.base.pdf import typeset
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.models import Case, CaseDocument, CaseEvent, Decision
from dygn.files.actions.store_file import store_own_file
from dygn.identity.actor import Actor
from dygn.services.rules.letter_parts import split_letter


@job(name="cases.make_letter")
def make_letter(decision_id: int) -> None:
    """Make the letter of a decision, in the background."""
    make_decision_letter(decision_id, now=timezone.now())


@transaction.atomic
def make_decision_letter(decision_id: int, *, now: datetime) -> CaseDocument | None:
    """Set the decision as PDF, put it into the case and tell the person. Called again it does nothing."""
    case_id = Decision.objects.values_list("case_id", flat=True).get(pk=decision_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    decision = Decision.objects.get(pk=decision_id)
    if CaseDocument.objects.filter(decision=decision).exists():
        return None
    actor = Actor.system(case.municipality_id)
    content = _typeset(case, decision)
    file = store_own_file(
        content, name=f"{case.reference}.pdf", kind="pdf", subject=case.subject, actor=actor, place="decision"
    )
    document = CaseDocument(
        case=case,
        kind=CaseDocument.Kind.DECISION,
        title=decision.letter_title,
        file=file,
        decision=decision,
        added_by=actor.key,
        added_at=now,
    )
    document.save()
    entry = Entry(CaseEvent.Kind.LETTER_MADE, {"file": file.sha256}, about=f"document:{document.pk}")
    put_in_history(case, entry, actor=actor, now=now)
    tell_person(case, "case_decided", key=f"decision:{decision.pk}", enclosures=[file.pk])
    return document


def _typeset(case: Case, decision: Decision) -> bytes:
    title, parts = split_letter(decision.letter_text)
    with translation.override(decision.language):
        return typeset(
            "cases/decision.typ",
            {
                **_letterhead(case, decision),
                "title": title,
                "parts": [part.to_set() for part in parts],
            },
            decision.language,
            now=decision.decided_at,
        )


def _letterhead(case: Case, decision: Decision) -> dict[str, Any]:
    municipality, person = case.municipality, case.applicant
    contact = municipality.contact
    head: dict[str, Any] = {
        "sender": {
            "name": municipality.name,
            "lines": [
                case.unit.name,
                *(str(contact[part]) for part in ("visit", "phone", "email") if contact.get(part)),
            ],
        },
        "date": long_date(timezone.localdate(decision.decided_at), decision.language),
        "reference": {"label": _("Reference"), "text": case.reference},
        "page_words": _("Page {page} of {pages}"),
    }
    if person is not None:
        lines = [] if person.protected_identity else person.address_lines
        head["recipient"] = {"lines": [person.name, *lines]}
    return head
