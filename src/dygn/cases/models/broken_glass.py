from datetime import datetime, timedelta

from django.db import models

from dygn.municipalities.models import MunicipalityOwned

OPEN_FOR = timedelta(hours=8)


class BrokenGlass(MunicipalityOwned):
    """An officer opened a case of another unit in an emergency. The reason stands in the entry in its history."""

    staff = models.ForeignKey("identity.StaffMember", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField("cases.CaseEvent", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "staff", "until"], name="glass_by_staff"),
            models.Index(fields=["municipality", "-at"], name="glass_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} opened {self.case_id}"

    def is_open(self, now: datetime) -> bool:
        return self.until > now


class CaseSettings(MunicipalityOwned):
    """What a municipality has chosen for its cases; a row at most."""

    shows_readers = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="case_settings_once")]

    def __str__(self) -> str:
        return f"case settings of {self.municipality_id}"
