from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet

from dygn.identity.models import Person, StaffMember
from dygn.municipalities.models import Wording
from dygn.post.models import OutboxRow
from dygn.post.rules.channels import Recipient
from dygn.post.rules.texts import PARTS, Texts, built_in, wording_key


def recipient_of(person: Person) -> Recipient:
    """Give how a person is reached: verified addresses only, and no street for a protected identity."""
    return Recipient(
        key=f"person:{person.pk}",
        name=person.name,
        email=person.email if person.email_verified_at else "",
        phone=person.phone if person.phone_verified_at else "",
        language=person.language,
        choice=person.channel,
        address_lines=tuple(person.address_lines),
        is_protected=person.protected_identity,
    )


def recipient_at_work(staff: StaffMember) -> Recipient:
    """Give how a colleague is reached: by e-mail at work."""
    return Recipient(key=f"staff:{staff.pk}", name=staff.name, email=staff.email, language=staff.language)


def texts_of(template: str, language: str) -> Texts:
    """Give the texts of a message: the municipality's own wording where it has one, else the house's."""
    keys = {wording_key(template, part): part for part in PARTS}
    own = Wording.objects.filter(key__in=keys, language=language).values_list("key", "text")
    built = built_in(template, language)
    parts = {part: getattr(built, part) for part in PARTS} | {keys[key]: text for key, text in own}
    return Texts(**parts)


def due_rows(*, now: datetime) -> QuerySet[OutboxRow]:
    """Give what is to leave now, urgent before bulk, letters not among them."""
    states = [OutboxRow.State.WAITING, OutboxRow.State.SENDING]
    return (
        OutboxRow.objects.filter(state__in=states, next_try_at__lte=now)
        .exclude(kind=OutboxRow.Kind.LETTER)
        .order_by("-is_urgent", "next_try_at")
    )


def sent_about(subject: str) -> QuerySet[OutboxRow]:
    """Give what has been or is to be sent about a subject, newest first."""
    return OutboxRow.objects.filter(subject=subject).order_by("-created_at", "-pk")


@dataclass(frozen=True)
class PostFigures:
    """How the outbox stands: counts by state, and of the letters that wait to be printed."""

    waiting: int
    sent: int
    failed: int
    letters: int


def post_figures(*, since: datetime) -> PostFigures:
    """Count what waits and has failed in all, and what was sent since a moment."""
    letter = Q(kind=OutboxRow.Kind.LETTER)
    waiting = Q(state__in=[OutboxRow.State.WAITING, OutboxRow.State.SENDING])
    counts = OutboxRow.objects.aggregate(
        waiting=Count("pk", filter=waiting & ~letter),
        letters=Count("pk", filter=waiting & letter),
        failed=Count("pk", filter=Q(state=OutboxRow.State.FAILED)),
        sent=Count("pk", filter=Q(state=OutboxRow.State.SENT, sent_at__gte=since)),
    )
    return PostFigures(**counts)


@dataclass(frozen=True)
class FailedPost:
    """Something that failed for good, as an operator sees it: without address and content."""

    pk: int
    municipality_id: int
    kind: str
    template: str
    subject: str
    attempts: int
    last_error: str
    created_at: datetime


def failed_everywhere(*, limit: int) -> list[FailedPost]:
    """Give what failed for good in all municipalities, newest first. For operators only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM post_failed_rows(%s)", [limit])
        return [FailedPost(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class PostCount:
    """How many rows of all municipalities are in a state, and since when the oldest of them waits."""

    kind: str
    state: str
    number: int
    oldest_at: datetime


def counts_everywhere() -> list[PostCount]:
    """Count what has not been sent in all municipalities together. For operators and figures only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM post_counts()")
        return [PostCount(*row) for row in cursor.fetchall()]
