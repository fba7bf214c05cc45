import hashlib
import secrets
import uuid
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, ClassVar

from django.db import connection, models
from django.utils import timezone

from dygn.base.secrecy import SealedTextField
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import MunicipalityOwned
from dygn.municipalities.models.owned import ScopedManager

DAYS_KEPT_UNSENT = 60
DAYS_KEPT_AFTER_SENDING = 90


class DraftManager(ScopedManager["Draft"]):
    """The scope's drafts, and one of them by its id: the question that every page of a form asks."""

    def at_hand(self, draft_id: uuid.UUID, *, locked: bool = False) -> "Draft | None":
        """Give the draft of that id, locked until the transaction ends when so asked; None when there is none.

        Asked in plain SQL: composing it anew takes the ORM four times as long as the answer.
        """
        with connection.cursor() as cursor:
            cursor.execute(_one_draft(locked), [required_municipality_id(), draft_id])
            row = cursor.fetchone()
        return None if row is None else Draft.from_db(connection.alias, _FIELD_NAMES, _values(row))


@cache
def _one_draft(locked: bool) -> str:
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in Draft._meta.concrete_fields)
    ending = " FOR UPDATE" if locked else ""
    return f"SELECT {columns} FROM {Draft._meta.db_table} WHERE municipality_id = %s AND id = %s{ending}"  # noqa: S608


def _values(row: tuple[Any, ...]) -> list[Any]:
    """Give the row's values as Python knows them."""
    pairs = zip(row, Draft._meta.concrete_fields, strict=True)
    return [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for value, field in pairs
    ]


class Draft(MunicipalityOwned):
    """What somebody has filled in so far; once sent, their receipt.

    The id is the idempotency key of the sending: one draft becomes at most one case. A draft is a
    person's, or belongs to whoever carries our signed token of it (an anonymous service).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    resume_hash = models.CharField(max_length=64, blank=True, help_text="Of the code in the mailed link.")
    answers = models.JSONField(default=dict, help_text="Stored answers by question; sensitive ones sealed.")
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=20, default="web")

    revision = models.PositiveIntegerField(default=0, help_text="Counts every saving.")
    pages = models.JSONField(default=dict, help_text="By page: the revision it was last saved in.")
    last_page = models.CharField(max_length=80, blank=True)
    course = models.JSONField(default=dict, help_text="How the filling in goes, for the figures (rules/course.py).")

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the applicant signed; nothing is changed from then on."
    )

    case_id = models.BigIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    code = SealedTextField(blank=True, default="")
    next_text = models.TextField(blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    copy_key = models.CharField(max_length=80, blank=True, help_text="The PDF copy, once it is made.")

    objects: ClassVar[DraftManager] = DraftManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["municipality", "person", "-changed_at"],
                name="draft_by_person",
                condition=models.Q(person__isnull=False),
            ),
            models.Index(fields=["municipality", "expires_at"], name="draft_by_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this draft (its files, its audit entries)."""
        return f"draft:{self.pk}"

    @property
    def receipt_subject(self) -> str:
        """The key that the PDF copy of the receipt hangs on."""
        return f"receipt:{self.pk}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def waits_for_signatures(self) -> bool:
        """The applicant has signed, and it is not sent yet."""
        return self.signed_at is not None and self.sent_at is None

    def touch(self, now: datetime) -> None:
        """Count the draft's life from its latest activity."""
        self.revision += 1
        self.changed_at = now
        self.expires_at = now + timedelta(days=DAYS_KEPT_UNSENT)

    def mark_sent(self, *, case_id: int, reference: str, code: str, now: datetime) -> None:
        """The draft has become a case and is a receipt from now on. The caller saves it."""
        self.sent_at = now
        self.expires_at = now + timedelta(days=DAYS_KEPT_AFTER_SENDING)
        self.case_id = case_id
        self.reference = reference
        self.code = code

    def say_next(self, text: str, on: date | None) -> None:
        """Keep what happens next, as the receipt told it."""
        self.next_text = text
        self.next_on = on

    def new_resume_code(self) -> str:
        """Give a code that opens the draft on another device; earlier ones end. The caller saves."""
        code = secrets.token_urlsafe(16)
        self.resume_hash = hash_of_code(code)
        return code

    def opens_with(self, code: str) -> bool:
        """Say whether the code is the one that was mailed last."""
        return bool(self.resume_hash) and secrets.compare_digest(self.resume_hash, hash_of_code(code))


def hash_of_code(code: str) -> str:
    """Give what we keep of a code. It is random and long (128 bits), so a plain hash is enough."""
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def new_draft(*, now: datetime | None = None, **fields: Any) -> Draft:
    """Give an unsaved draft of the scope's municipality, its life counted from now."""
    now = now or timezone.now()
    draft = Draft.made(created_at=now, **fields)
    draft.touch(now)
    return draft


_FIELD_NAMES = [field.attname for field in Draft._meta.concrete_fields]
