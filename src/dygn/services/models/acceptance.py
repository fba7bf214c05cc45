from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import MunicipalityOwned


class AcceptanceTest(MunicipalityOwned):
    """One test of one version and what came of it. It never changes; a test done again is another."""

    class Kind(models.TextChoices):
        BY_HAND = "by_hand", _("By hand")
        BY_SYSTEM = "by_system", _("By the system")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text=_("The version’s number."))
    content_hash = models.CharField(max_length=64, help_text=_("What the version’s content is known by."))
    kind = models.CharField(max_length=16, choices=Kind.choices)
    scenario = models.CharField(
        max_length=100, blank=True, help_text=_("The scenario that was gone through; empty when none was.")
    )
    title = models.CharField(max_length=300, blank=True)
    is_as_expected = models.BooleanField()
    remarks = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True, help_text=_("What a machine found, as it was then."))
    tester = models.CharField(max_length=80, help_text=_("The key of who acts."))
    tester_name = models.CharField(max_length=200, blank=True)
    tested_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "id"], name="acceptance_test_of_version")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind} {self.scenario}"

    @property
    def thing(self) -> tuple[str, str]:
        """What was tested: the same thing tested again replaces what was found before."""
        return self.kind, self.scenario

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new test; an old one is not written to."""
        if self.pk is not None:
            raise Refusal("test_never_changes", _("A test that is noted stays. Note another one."))
        super().save(*args, **kwargs)


class Approval(MunicipalityOwned):
    """Somebody's word, in a role they hold, that a version may be used. A later failed test takes it back."""

    class Role(models.TextChoices):
        SERVICE_OWNER = "service_owner", _("Service owner")
        OFFICER = "officer", _("Case officer")
        REGISTRAR = "registrar", _("Registrar")

    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text=_("The version’s number."))
    content_hash = models.CharField(max_length=64, help_text=_("What the version’s content is known by."))
    role = models.CharField(max_length=16, choices=Role.choices)
    remarks = models.TextField(blank=True)
    approver = models.CharField(max_length=80, help_text=_("The key of who acts."))
    approver_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        AcceptanceTest,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The failed test that took it back."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "role"],
                condition=models.Q(withdrawn_by__isnull=True),
                name="approval_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.role}"


class ProtocolWaiver(MunicipalityOwned):
    """The municipality lets a service be published without an acceptance protocol, and says why."""

    service = models.OneToOneField("services.Service", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    waived_by = models.CharField(max_length=80, help_text=_("The key of who acts."))
    waived_by_name = models.CharField(max_length=200, blank=True)
    waived_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.service_id}: {self.reason}"


class Publication(MunicipalityOwned):
    """A version was published: by whom, when, and on what ground."""

    class Ground(models.TextChoices):
        PROTOCOL = "protocol", _("With an approved protocol")
        WAIVED = "waived", _("Published without a protocol: the municipality lets this service go without")
        SYSTEM = "system", _("Published without a protocol: by the installation itself")

    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, help_text=_("What the version’s content is known by."))
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.CharField(max_length=300, blank=True)
    published_by = models.CharField(max_length=80, help_text=_("The key of who acts."))
    published_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "id"], name="publication_of_version")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.ground}"

    @property
    def is_without_protocol(self) -> bool:
        return self.ground != self.Ground.PROTOCOL
