from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import MunicipalityOwned
from dygn.municipalities.models.owned import ScopedManager


class MembershipQuerySet(models.QuerySet[Any]):
    """Fills in the municipality, so that ``staff.units.add(unit)`` is enough."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        memberships = list(objs)
        for membership in memberships:
            membership.municipality_id = membership.municipality_id or required_municipality_id()
        return super().bulk_create(memberships, *args, **kwargs)


class StaffMember(MunicipalityOwned):
    """Somebody who works for the municipality and may log in to its desk."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=300, blank=True, editable=False)
    subject = models.CharField(
        max_length=255, blank=True, help_text=_("What the log-in service calls this person.")
    )
    account = models.OneToOneField(
        "identity.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="staff_member"
    )
    units = models.ManyToManyField("municipalities.Unit", through="identity.UnitMembership", related_name="+")
    is_active = models.BooleanField(default=True)
    away_until = models.DateField(
        null=True, blank=True, help_text="The last day away; until then no rule gives them new cases."
    )
    language = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_login_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "email"], name="staff_email_once"),
            models.UniqueConstraint(
                fields=["municipality", "issuer", "subject"],
                condition=~models.Q(subject=""),
                name="staff_subject_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitMembership(MunicipalityOwned):
    """A member of staff works in a unit and sees what waits there."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey("municipalities.Unit", on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager.from_queryset(MembershipQuerySet)()  # type: ignore[misc]  # as any manager

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "unit"], name="unit_membership_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.unit_id}"


class StaffRole(MunicipalityOwned):
    """What a member of staff may do, in one unit or, without a unit, in the whole municipality."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("Case officer")
        REGISTRAR = "registrar", _("Registrar")
        SERVICE_OWNER = "service_owner", _("Service owner")
        EDITOR = "editor", _("Editor")
        ADMINISTRATOR = "administrator", _("Administrator")
        MANAGER = "manager", _("Manager")
        AGENT = "agent", _("Contact-centre agent")
        TRUSTED = "trusted", _("Trusted with protected identities")

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        "municipalities.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "unit"], nulls_distinct=False, name="staff_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.role}"
