from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class Series(MunicipalityOwned):
    """The numbers of one year under one sign (``KS``). ``last`` is the last that was given; none was left out."""

    sign = models.CharField(max_length=10, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "sign", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.sign} {self.year}".strip()
