from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class Registration(MunicipalityOwned):
    """A subject in the register, under the number that it keeps whoever handles it later."""

    append_only = True

    subject = models.CharField(max_length=80, help_text="The key by which its own domain speaks of it.")
    sign = models.CharField(max_length=10, blank=True)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=40, help_text="As it is written: KS 2026/00017.")
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject"], name="registration_subject_once"),
            models.UniqueConstraint(
                fields=["municipality", "sign", "year", "sequence"], name="registration_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
