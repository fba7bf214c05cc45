from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class SavedFilter(MunicipalityOwned):
    """A list that an officer comes back to: their own, or one that the whole unit shares."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey("identity.StaffMember", on_delete=models.CASCADE, related_name="+")
    shared_with = models.ForeignKey(
        "municipalities.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    question = models.JSONField(
        default=dict, help_text=_("The filter's fields as the list's address has them.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "owner", "name"], name="saved_filter_name_once")
        ]
        indexes = [models.Index(fields=["municipality", "shared_with"], name="saved_filter_shared")]

    def __str__(self) -> str:
        return self.name


class FollowedCase(MunicipalityOwned):
    """A case that a member of staff wants to hear of, whoever has it."""

    staff = models.ForeignKey("identity.StaffMember", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "case"], name="followed_case_once")]
        indexes = [models.Index(fields=["municipality", "staff", "-id"], name="followed_by_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} follows {self.case_id}"


class ViewedCase(MunicipalityOwned):
    """How far a member of staff has read a case's history, to mark what is new since then."""

    staff = models.ForeignKey("identity.StaffMember", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    seen_events = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "case"], name="viewed_case_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} saw {self.case_id}"
