import uuid
from datetime import datetime, timedelta

from django.db import models

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

HOURS_KEPT = 24
HOURS_KEPT_AT_THE_END = 2


class PreviewLink(MunicipalityOwned):
    """A link by which colleagues try a service without log-in: one version, what is worked on now, or an offer.

    The id is random, and the address carries our signature of it: neither the database nor a guess
    opens a preview.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        "services.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="None: what is tried is offered in the catalogue, and not installed.",
    )
    offered = models.ForeignKey(
        "services.CatalogueVersion", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    version = models.ForeignKey(
        "services.Version",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="None: what is worked on, as it stands at the time.",
    )
    note = models.CharField(max_length=200, blank=True, help_text="Whom it is for, or what for.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "service", "-made_at"], name="preview_by_service")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: datetime) -> bool:
        """Say whether the link still opens the preview."""
        return self.ended_at is None and self.expires_at > now


class PreviewSession(MunicipalityOwned):
    """What one browser has filled in at a preview. It is sealed, short-lived, and never becomes a draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey("services.PreviewLink", on_delete=models.CASCADE, related_name="+")
    who = models.CharField(max_length=20, blank=True, help_text="The invented person; empty: not logged in.")
    kept = SealedTextField(help_text="The answers, with the kinds of the questions they were given to.")
    pages = models.JSONField(default=list, help_text="The pages that have been answered.")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "link", "changed_at"], name="preview_session_by_link"),
            models.Index(fields=["municipality", "expires_at"], name="preview_session_by_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def touch(self, now: datetime, *, hours: int = HOURS_KEPT) -> None:
        """Count the life of what is kept from its latest activity. The caller saves."""
        self.changed_at = now
        self.expires_at = now + timedelta(hours=hours)
