from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class SimulatedTime(MunicipalityOwned):
    """A time of the simulated calendar that somebody holds or has booked. A real calendar keeps its own."""

    calendar = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    holder = models.CharField(max_length=160)
    until = models.DateTimeField()
    is_booked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "calendar", "key"], name="simulated_time_once")
        ]
        indexes = [models.Index(fields=["municipality", "holder"], name="simulated_time_holder")]

    def __str__(self) -> str:
        return f"{self.calendar}: {self.key}"
