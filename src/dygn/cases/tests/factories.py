"""Cases for the tests, made as people make them: a draft is sent."""

import uuid
from datetime import UTC, datetime

from dygn.cases.adapters.submission import CaseSubmission
from dygn.cases.models import Case
from dygn.identity.actor import Actor
from dygn.services.models import Service, Version
from dygn.services.queries import forget_catalogues
from dygn.services.rules.sent import Contact, SubmittedDraft
from tests.cast import a_municipality, a_person, a_unit, scope

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

DEFINITION = {
    "key": "parking",
    "languages": ["sv", "en"],
    "title": {"sv": "Parkeringstillstånd", "en": "Parking permit"},
    "summary": {"sv": "Ansök.", "en": "Apply."},
    "log_in": "substantial",
    "steps": [{"key": "received", "days": 2}, {"key": "in_hand", "days": 12}, {"key": "decided", "days": 0}],
    "next_text": {},
    "pages": [
        {
            "id": "why",
            "title": {"sv": "Varför", "en": "Why"},
            "questions": [
                {
                    "id": "reason",
                    "kind": "long_text",
                    "label": {"sv": "Varför behöver du det?", "en": "Why?"},
                },
                {"id": "meters", "kind": "number", "label": {"sv": "Hur långt kan du gå?", "en": "How far?"}},
            ],
        }
    ],
}


def a_service(key="parking", *, of=None, unit=None):
    """A published service; the same key gives the same one."""
    with scope(of) as municipality:
        service = Service.objects.filter(key=key).first()
        if service is None:
            unit = unit or a_unit(of=municipality)
            service = Service.objects.create(
                key=key, slug=key, titles=DEFINITION["title"], owner_unit=unit, state="published"
            )
            version = Version(
                service=service,
                number=1,
                content_hash=uuid.uuid4().hex,
                definition={**DEFINITION, "key": key},
                made_at=NOON,
            )
            version.save()
            service.published_version = version
            service.save()
            forget_catalogues()
    return service


def a_sent_draft(*, of=None, person=None, contact=None, service=None, unit=None, at=NOON, **fields):
    """What the e-services hand over when somebody sends."""
    municipality = of or a_municipality()
    service = service or a_service(of=of, unit=unit)
    person_id = None if person is None else person.pk
    return SubmittedDraft(
        **{
            "draft_id": uuid.uuid4(),
            "municipality_id": municipality.pk,
            "service_id": service.pk,
            "service_key": service.key,
            "version_id": service.published_version_id,
            "owner_unit_id": (unit or service.owner_unit).pk,
            "applicant_person_id": person_id,
            "contact": contact or Contact(),
            "answers": {"reason": "Jag går dåligt", "meters": 50},
            "file_subject": "draft:none",
            "has_files": False,
            "language": "sv",
            "channel": "web",
            "sent_at": at,
            "actor": Actor(municipality_id=municipality.pk, person_id=person_id, assurance="substantial"),
            **fields,
        }
    )


def submit(draft):
    """Send it, as the e-services do."""
    with scope_of(draft):
        return CaseSubmission().submit(draft)


def scope_of(draft):
    from dygn.base.tenancy import in_municipality

    return in_municipality(draft.municipality_id)


def a_case(*, of=None, person=None, anonymous=False, **fields):
    """A case that somebody has sent in; of a person unless it is anonymous."""
    if person is None and not anonymous:
        person = a_person(of=of)
    draft = a_sent_draft(of=of, person=person, **fields)
    receipt = submit(draft)
    with scope(of):
        case = Case.objects.get(pk=receipt.case_id)
    case.code = receipt.code
    return case


def fresh(case):
    """The case as it is now."""
    from dygn.base.tenancy import in_municipality

    with in_municipality(case.municipality_id):
        return Case.objects.get(pk=case.pk)
