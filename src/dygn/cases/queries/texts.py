"""Texts to begin a message with: the municipality's own, and the house's where it has none."""

import json
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import translation

from dygn.base.numbers_in_words import long_date
from dygn.base.words import pick
from dygn.cases.access import cases_opened_by
from dygn.cases.models import Case, MessageTemplate
from dygn.cases.rules.house_texts import Beginning, house_texts
from dygn.cases.rules.merge_fields import filled
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.services.queries import definition_of
from dygn.services.rules.letter_parts import split_letter
from dygn.services.rules.package.letters import filled_letter


def texts_for(case: Case) -> list[Beginning]:
    """Give the texts in the person's language, by title: the house's, the service's own, the municipality's."""
    own = [
        each
        for each in MessageTemplate.objects.filter(language=case.language)
        if each.service_id in (None, case.service_id)
    ]
    texts = {text.key: text for text in house_texts(case.language)}
    texts |= {text.key: text for text in _of_the_service(case)}
    texts |= {each.key: Beginning(each.key, each.title, each.body) for each in own}
    filled_in = facts_of(case, case.assignee)
    own_words = {key: Beginning(key, text.title, filled(text.body, filled_in)) for key, text in texts.items()}
    return sorted(own_words.values(), key=lambda text: text.title)


def opened_cases(case_ids: Collection[int], actor: Actor) -> list[Case]:
    """Give those of the cases that the officer may open, with what a text may name of them."""
    cases = cases_opened_by(actor).filter(pk__in=list(case_ids)).defer("answers")
    return list(cases.select_related("unit", "applicant", "assignee", "municipality").order_by("pk"))


def facts_of(case: Case, officer: StaffMember | None) -> dict[str, str]:
    """Give what a text may name of a case, in the person's language; nothing where it is not known."""
    contact = json.loads(case.contact or "{}")
    municipality = case.municipality
    with translation.override(case.language):
        return {
            "name": case.applicant.name if case.applicant else str(contact.get("name") or ""),
            "reference": case.reference,
            "service": pick(case.titles, case.language),
            "unit": case.unit.name,
            "officer": officer.name if officer else "",
            "due": long_date(case.due_on, case.language) if case.due_on else "",
            "municipality": municipality.name,
            "phone": str(municipality.contact.get("phone", "")),
            "email": str(municipality.contact.get("email", "")),
        }


def _of_the_service(case: Case) -> list[Beginning]:
    """Give what the package writes when more is needed; what only the officer knows is left open."""
    written = pick(definition_of(case.version_id).letter("request-for-more"), case.language)
    if not written:
        return []
    facts = {
        "reference": case.reference,
        "service": pick(case.titles, case.language),
        "name": case.applicant.name if case.applicant else "",
        "municipality": case.municipality.name,
        "unit": case.unit.name,
        "officer": case.assignee.name if case.assignee else "",
        "phone": str(case.municipality.contact.get("phone", "")),
        "email": str(case.municipality.contact.get("email", "")),
        "what": "…",
        "answer_by": "…",
    }
    title, parts = split_letter(filled_letter(written, facts).replace("**", ""))
    return [Beginning("request-for-more", title, "\n\n".join(part.text for part in parts))]


def own_texts() -> QuerySet[MessageTemplate]:
    """Give the municipality's own texts."""
    return MessageTemplate.objects.order_by("key", "language")


def text_with_id(text_id: int) -> MessageTemplate | None:
    """Give one of the municipality's own texts; None when it is gone or a neighbour's."""
    return MessageTemplate.objects.filter(pk=text_id).first()
