from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import MunicipalityOwned


class Absence(MunicipalityOwned):
    """From when until when an officer is away, both days counted, and who stands in for them."""

    staff = models.ForeignKey("identity.StaffMember", on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(
        "identity.StaffMember", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_on = models.DateField()
    until_on = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "staff", "until_on"], name="absence_by_staff"),
            models.Index(fields=["municipality", "deputy", "until_on"], name="absence_by_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} away until {self.until_on}"

    def require_sense(self, *, today: date) -> None:
        """Refuse days that have passed or stand the wrong way round, and somebody who stands in for themselves."""
        if self.until_on < self.from_on:
            raise Refusal(
                "away_backwards", _("Choose a last day that is not before the first."), field="until_on"
            )
        if self.until_on < today:
            raise Refusal("away_in_the_past", _("Choose a last day from today on."), field="until_on")
        if self.deputy_id == self.staff_id:
            raise Refusal("own_deputy", _("Choose a colleague to stand in."), field="deputy")
