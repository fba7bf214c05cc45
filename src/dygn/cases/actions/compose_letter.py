from datetime import datetime

from django.utils import timezone, translation

from dygn.base.numbers_in_words import long_date
from dygn.base.words import pick
from dygn.cases.models import Case
from dygn.cases.rules.letters import APPEAL_BODIES, LETTER_OF_OUTCOME, appeal_by, letter_text
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Wording
from dygn.services.queries import definition_of
from dygn.services.rules.letter_facts import facts_looked_up
from dygn.services.rules.sealed_answers import opened_answers


def compose_letter(case: Case, outcome: str, reason: str, *, officer: StaffMember, now: datetime) -> str:
    """Give the letter that a decision would send, as Markdown in the person's language."""
    language, municipality = case.language, case.municipality
    decided_on = timezone.localdate(now)
    with translation.override(language):
        facts = {
            "reference": case.reference,
            "service": pick(case.titles, language),
            "name": case.applicant.name if case.applicant else "",
            "municipality": municipality.name,
            "unit": case.unit.name,
            "officer": officer.name,
            "phone": str(municipality.contact.get("phone", "")),
            "email": str(municipality.contact.get("email", "")),
            "sent_on": long_date(timezone.localdate(case.received_at), language),
            "decided_on": long_date(decided_on, language),
            "reason": reason,
            "what": reason,
            "decision": str(Case.Outcome(outcome).label),
            "appeal_to": _appeal_body(municipality.country, language),
            "appeal_by": long_date(appeal_by(decided_on, municipality.country), language),
        }
    definition = definition_of(case.version_id)
    if definition.form.looks_up:
        facts |= facts_looked_up(definition.form, opened_answers(definition.form, case.answers), language)
    own = definition.letter(LETTER_OF_OUTCOME[outcome])
    return letter_text(outcome, own, country=municipality.country, language=language, facts=facts)


def _appeal_body(country: str, language: str) -> str:
    """Give who tries an appeal: what the municipality says of itself, else what is usual in its country."""
    own = Wording.objects.filter(key="cases.appeal_to", language=language).values_list("text", flat=True)
    return own.first() or pick(APPEAL_BODIES[country], language)
