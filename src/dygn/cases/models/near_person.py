from django.db import models
from django.db.models import Q

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned


class NearPerson(MunicipalityOwned):
    """Somebody whose cases an officer does not handle: themselves, their kin, a friend; or one such case.

    The personal number is kept as the hash that persons are looked up by, never as it is.
    """

    staff = models.ForeignKey("identity.StaffMember", on_delete=models.CASCADE, related_name="+")
    identifier_key = models.CharField(max_length=64, null=True, blank=True)
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    label = SealedTextField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "identifier_key"], name="near_person_once"),
            models.UniqueConstraint(fields=["staff", "case"], name="near_case_once"),
            models.CheckConstraint(
                condition=Q(identifier_key__isnull=False) | Q(case__isnull=False), name="near_to_something"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "staff"], name="near_by_staff")]

    def __str__(self) -> str:
        return f"near to {self.staff_id}"
