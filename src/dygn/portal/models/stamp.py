from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class Stamp(MunicipalityOwned):
    """Counts every change that somebody who is not logged in could see. Kept pages carry its number.

    The count is raised in the transaction of the change, so that nobody keeps the old page under the
    new number.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_stamp_a_municipality")]

    def __str__(self) -> str:
        return str(self.number)
