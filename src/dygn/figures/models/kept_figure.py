from collections.abc import Sequence
from typing import ClassVar

from django.db import connection, models

from dygn.base.tenancy import required_municipality_id
from dygn.figures.rules.figure import Count
from dygn.municipalities.models import MunicipalityOwned
from dygn.municipalities.models.owned import ScopedManager

_ADD = """
INSERT INTO figures_keptfigure AS kept (municipality_id, figure, subject, "on", split, part, value)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::date[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT (municipality_id, figure, subject, "on", split, part)
DO UPDATE SET value = kept.value + excluded.value
"""


class KeptFigureManager(ScopedManager["KeptFigure"]):
    """The scope's figures, and the one way to write them."""

    def add(self, counts: Sequence[tuple[Count, int]]) -> None:
        """Add to the kept values; one statement, however many they are."""
        columns = list(zip(*[(*count, number) for count, number in counts], strict=True))
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [required_municipality_id(), *(list(column) for column in columns)])


class KeptFigure(MunicipalityOwned):
    """One number of one day. It stays when what was counted is disposed of: nothing personal is in it.

    The subject is a key (``service:12``), never a model, and never a person or a case.
    """

    figure = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    on = models.DateField()
    split = models.CharField(
        max_length=20, blank=True, help_text="How the figure is parted; empty: it is whole."
    )
    part = models.CharField(max_length=120, blank=True)
    value = models.BigIntegerField()

    objects: ClassVar[KeptFigureManager] = KeptFigureManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "figure", "subject", "on", "split", "part"],
                include=["value"],
                name="kept_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.subject} {self.on} {self.split}={self.part}: {self.value}"
