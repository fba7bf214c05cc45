"""What a person has going on with the municipality, for their own page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from dygn.cases.models import Case, Decision, InformationRequest, Message


def cases_of(person_id: int) -> QuerySet[Case]:
    """Give a person's cases, what happened last first."""
    return Case.objects.filter(applicant_id=person_id).order_by("-last_event_at", "-pk")


@dataclass(frozen=True)
class Expected:
    """Something that is expected of the person."""

    reference: str
    title: str
    what: str
    by: date | None

    @property
    def path(self) -> str:
        return f"/my/cases/{self.reference}/"


def expected_of_me(person_id: int) -> list[Expected]:
    """Give what the person must do, the most pressing first: answer what officers have asked."""
    requests = (
        InformationRequest.objects.filter(case__applicant_id=person_id, answered_at=None, ended_at=None)
        .select_related("case")
        .order_by("answer_by")
    )
    return [
        Expected(request.case.reference, request.case.title, request.questions[0], request.answer_by)
        for request in requests
    ]


def unread_messages(person_id: int) -> QuerySet[Message]:
    """Give the messages to the person that they have not opened, newest first."""
    return (
        Message.objects.filter(
            case__applicant_id=person_id, direction=Message.Direction.TO_PERSON, read_at=None
        )
        .select_related("case")
        .order_by("-written_at")
    )


def unseen_decisions(person_id: int) -> QuerySet[Decision]:
    """Give the decisions whose letters the person has not opened, newest first."""
    return (
        Decision.objects.filter(case__applicant_id=person_id, seen_at=None, letter__isnull=False)
        .select_related("case")
        .order_by("-decided_at")
    )


def open_case_count(person_id: int) -> int:
    """Count the person's cases that are still going on."""
    return int(cases_of(person_id).aggregate(n=Count("pk", filter=Q(state__in=Case.OPEN)))["n"])
