from django.db import connection, models

from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import MunicipalityOwned


class Intake(MunicipalityOwned):
    """How many cases a service with a largest number has taken in a period.

    Only sendings of such a service meet here, in the same row, and wait for one another; services
    without a largest number have no row.
    """

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    period = models.CharField(
        max_length=10, blank=True, help_text="Empty: in all. Else 2027, 2027-03 or 2027-03-14."
    )
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "service", "period"], name="intake_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.period}: {self.count}"


def take_a_place(service_id: int, period: str, most: int) -> bool:
    """Count one more, unless there are as many already; say whether there was a place.

    One statement: whoever comes at the same time waits until the first has sent, or has not.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO services_intake AS kept (municipality_id, service_id, period, count) "
            "VALUES (%s, %s, %s, 1) ON CONFLICT (municipality_id, service_id, period) "
            "DO UPDATE SET count = kept.count + 1 WHERE kept.count < %s RETURNING count",
            [required_municipality_id(), service_id, period, most],
        )
        return cursor.fetchone() is not None


def give_back_a_place(service_id: int, period: str) -> None:
    """Count one less: what a place was taken for comes to nothing."""
    Intake.objects.filter(service_id=service_id, period=period, count__gt=0).update(count=models.F("count") - 1)
