import json
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.secrecy import SealedTextField, lookup_key
from dygn.municipalities.models import MunicipalityOwned
from dygn.post.rules.backoff import wait_after

LEASE = timedelta(minutes=3)
LONGEST_ERROR = 500


class OutboxRow(MunicipalityOwned):
    """Something to send to somebody. It is written in the transaction that makes it due.

    A worker takes it for a while (``next_try_at`` is then the end of the lease); if the worker dies,
    another takes it. So a message may leave twice, with the same Message-ID, but never not at all.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message (SMS)")
        LETTER = "letter", _("Letter to print")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed for good")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=5, blank=True)
    recipient = models.CharField(max_length=80, help_text=_("A key such as person:12."))
    address = SealedTextField()
    facts = SealedTextField(default="{}")
    subject = models.CharField(max_length=120, help_text=_("What it is about: a key such as case:12."))
    key = models.CharField(max_length=200, help_text=_("The same key is sent once."))
    is_urgent = models.BooleanField(default=True)
    is_confidential = models.BooleanField(
        default=False, help_text=_("The recipient has a protected identity.")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=80, blank=True, help_text=_("Who printed the letter."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="outbox_key_once")]
        indexes = [
            models.Index(
                "municipality",
                models.F("is_urgent").desc(),
                "next_try_at",
                name="outbox_due",
                condition=models.Q(state__in=["waiting", "sending"]) & ~models.Q(kind="letter"),
            ),
            models.Index(
                fields=["municipality", "created_at"],
                name="outbox_letters",
                condition=models.Q(state="waiting", kind="letter"),
            ),
            models.Index(
                fields=["state", "kind", "created_at"],
                name="outbox_open",
                condition=models.Q(state__in=["waiting", "sending", "failed"]),
            ),
            models.Index(fields=["municipality", "subject"], name="outbox_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.template} to {self.recipient}"

    @property
    def known_facts(self) -> dict[str, Any]:
        return dict(json.loads(self.facts or "{}"))

    @property
    def message_id(self) -> str:
        """The same for each attempt, so that the receiving server can see a second copy."""
        return lookup_key(f"{self.municipality_id}:{self.pk}", purpose="message-id")[:32]

    def take(self, *, now: datetime) -> None:
        """Take it for sending. The caller saves."""
        self.state = self.State.SENDING
        self.attempts += 1
        self.next_try_at = now + LEASE

    def note_sent(self, *, now: datetime, by: str = "") -> None:
        """It has left; what it said is forgotten, that it left is kept. The caller saves."""
        self.state = self.State.SENT
        self.sent_at = now
        self.sent_by = by
        self.last_error = ""
        self.facts = "{}"

    def note_failure(self, error: str, *, lasting: bool, now: datetime) -> None:
        """Try again later, or give up when it is lasting or has been tried enough. The caller saves."""
        self.last_error = error[:LONGEST_ERROR]
        wait = None if lasting else wait_after(self.attempts)
        if wait is None:
            self.state = self.State.FAILED
        else:
            self.state = self.State.WAITING
            self.next_try_at = now + wait

    def try_again(self, *, now: datetime) -> None:
        """Let what failed for good be sent once more, from the beginning. The caller saves."""
        self.state = self.State.WAITING
        self.attempts = 0
        self.next_try_at = now
