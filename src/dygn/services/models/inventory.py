from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned
from dygn.services.rules.review_dates import months_after

MONTHS_BETWEEN_REVIEWS = 12


class InventoryEntry(MunicipalityOwned):
    """Something that the municipality does for people, whether it can be had on the web or not.

    An installed service stands in the inventory by itself: its name and unit follow it.
    """

    class SelfService(models.TextChoices):
        INFORMATION = "information", _("Information only")
        PAPER = "paper", _("Paper form")
        E_FORM = "e_form", _("E-form")
        AUTOMATIC = "automatic", _("Automatic")

    class Duty(models.TextChoices):
        UNKNOWN = "unknown", _("Not yet assessed")
        BY_LAW = "by_law", _("Mandatory by law")
        OWN_CHOICE = "own_choice", _("Not mandatory")

    name = models.CharField(max_length=200)
    service = models.OneToOneField(
        "services.Service", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    self_service = models.CharField(
        max_length=12, choices=SelfService.choices, default=SelfService.INFORMATION
    )
    duty = models.CharField(max_length=12, choices=Duty.choices, default=Duty.UNKNOWN)
    law = models.CharField(max_length=300, blank=True, help_text="Which law, in words.")
    law_url = models.URLField(max_length=500, blank=True)
    unit = models.ForeignKey(
        "municipalities.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "identity.StaffMember", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kle = models.CharField(max_length=20, blank=True)
    klassa = models.CharField(max_length=20, blank=True)
    los = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1_000, blank=True)

    added_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "identity.StaffMember", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_every_months = models.PositiveSmallIntegerField(
        null=True, blank=True, default=MONTHS_BETWEEN_REVIEWS, help_text="None: nobody is reminded."
    )
    review_due_on = models.DateField(null=True, blank=True)
    told_due_on = models.DateField(
        null=True, blank=True, help_text="The due day that the owner was last reminded of."
    )

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "name"], name="inventory_by_name"),
            models.Index(fields=["municipality", "review_due_on"], name="inventory_by_due_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The service's own name in the language that is read; for others the name they were given."""
        return self.name if self.service is None else self.service.title

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this entry."""
        return f"inventory:{self.pk}"

    @property
    def is_service(self) -> bool:
        return self.service_id is not None

    def is_overdue(self, today: date) -> bool:
        return self.review_due_on is not None and self.review_due_on <= today

    def review(self, *, by: int | None, on: date) -> None:
        """Somebody has looked at it and it is right. The caller saves."""
        self.reviewed_on = on
        self.reviewed_by_id = by
        self.reckon_due_day()

    def reckon_due_day(self) -> None:
        """Reckon anew when it is to be looked at next. The caller saves."""
        since = self.reviewed_on or self.added_on
        months = self.review_every_months
        self.review_due_on = months_after(since, months) if months else None
