from typing import Any, Self, TypeVar

from django.db import models

from dygn.base.tenancy import required_municipality_id

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ScopedManager(models.Manager[Row]):
    """The ordinary way to ask: only the scope's rows, and NoMunicipality outside any scope."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(municipality_id=required_municipality_id())


class MunicipalityOwned(models.Model):
    """A row that belongs to one municipality. Row-level security stands beneath (see secure_tables)."""

    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in the scope's municipality when the row names none."""
        if self.municipality_id is None:
            self.municipality_id = required_municipality_id()
        super().save(*args, **kwargs)

    @classmethod
    def made(cls, **fields: Any) -> Self:
        """Give an unsaved row of the scope's municipality, for writing in bulk."""
        return cls(municipality_id=required_municipality_id(), **fields)
