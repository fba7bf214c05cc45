import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

MOST_REMINDERS = 3
HOURS_BETWEEN_REMINDERS = 24


class Signing(MunicipalityOwned):
    """What somebody has signed, and perhaps others are to sign, before it is sent.

    The content is kept as it was signed, so that the signatures can be verified as long as this is kept.
    Of a draft at most one stands; earlier ones are void.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for signatures")
        COMPLETE = "complete", _("Signed by all")
        DECLINED = "declined", _("Somebody did not want to sign")
        TAKEN_BACK = "taken_back", _("Taken back")
        EXPIRED = "expired", _("The time is over")
        UNSENT = "unsent", _("Could not be sent")

    draft_id = models.UUIDField(help_text="Of the draft, and of the case that it becomes.")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = SealedTextField(help_text="What is signed, as canonical JSON.")
    content_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    is_in_turn = models.BooleanField(default=False)
    remind_after = models.PositiveSmallIntegerField(default=0, help_text="Days.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    place_in = models.CharField(
        max_length=10, null=True, blank=True, help_text="The period that a place is taken in; null: none is."
    )
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "draft_id"],
                name="signing_stands_once",
                condition=Q(state__in=["waiting", "complete"]),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "draft_id"], name="signing_by_draft"),
            models.Index(
                fields=["municipality", "ends_at"], name="signing_waiting", condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"signing {self.pk}"

    @property
    def subject(self) -> str:
        """The key by which other domains speak of the draft that is signed."""
        return f"draft:{self.draft_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def stands(self) -> bool:
        """The signatures on it are not void."""
        return self.state in (self.State.WAITING, self.State.COMPLETE)

    def is_open_at(self, now: datetime) -> bool:
        """It can be signed at that moment: the job that ends what is over comes once a day."""
        return self.is_waiting and now < self.ends_at

    def end(self, state: str, *, at: datetime) -> None:
        """Nobody can sign from now on. The caller saves."""
        self.state = state
        self.ended_at = at


class Signature(MunicipalityOwned):
    """One person's signature, given or awaited. Place 0 is the applicant's own."""

    class State(models.TextChoices):
        LATER = "later", _("Asked when it is their turn")
        ASKED = "asked", _("Asked")
        SIGNED = "signed", _("Signed")
        DECLINED = "declined", _("Did not want to sign")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signing = models.ForeignKey(Signing, on_delete=models.CASCADE, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    name = SealedTextField(blank=True, default="", help_text="As the applicant wrote it.")
    identifier_key = models.CharField(max_length=64, blank=True, help_text="Of the number that was named.")
    email = SealedTextField(blank=True, default="")
    phone = SealedTextField(blank=True, default="")
    code = SealedTextField(blank=True, default="", help_text="The secret of the link.")
    person = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.LATER)
    asked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the latest message went out.")
    reminders = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True, blank=True)
    assurance = models.CharField(max_length=12, blank=True)
    evidence = SealedTextField(blank=True, default="", help_text="Who signed what and when, as canonical JSON.")
    mark = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the evidence.")
    reason = SealedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signing", "place"], name="signature_place_once"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "identifier_key"],
                name="signature_by_number",
                condition=Q(state="asked"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def has_way(self) -> bool:
        """We knew how to reach the person when they were asked."""
        return self.told_at is not None

    def ask(self, *, at: datetime) -> None:
        """It is this person's turn. The caller saves, here and below."""
        self.state = self.State.ASKED
        self.asked_at = at
        self.code = self.code or secrets.token_urlsafe(24)

    def sign(self, evidence: str, mark: str, *, assurance: str, person_id: int | None, at: datetime) -> None:
        """The person has signed."""
        self.state = self.State.SIGNED
        self.evidence, self.mark, self.assurance = evidence, mark, assurance
        self.person_id, self.signed_at = person_id, at

    def decline(self, reason: str, *, person_id: int | None, at: datetime) -> None:
        """The person does not want to sign."""
        self.state = self.State.DECLINED
        self.reason, self.person_id, self.signed_at = reason, person_id, at

    def may_be_reminded(self, now: datetime) -> bool:
        """Nobody is reminded more than once a day, nor more than three times."""
        if not self.is_asked or self.told_at is None or self.reminders >= MOST_REMINDERS:
            return False
        return now - self.told_at >= timedelta(hours=HOURS_BETWEEN_REMINDERS)

    def opens_with(self, code: str) -> bool:
        """Say whether the code is that of the link."""
        return bool(self.code) and secrets.compare_digest(self.code.encode(), code.encode("utf-8", "replace"))


def new_signature(signing: Signing, place: int, **fields: Any) -> Signature:
    """Give an unsaved signature of the scope's municipality."""
    return Signature.made(signing=signing, place=place, **fields)
