from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class CaseLink(MunicipalityOwned):
    """Two cases that belong together: ``other`` is related to the case, its parent, or the one it is a double of."""

    class Kind(models.TextChoices):
        RELATED = "related", _("They belong together")
        PARENT = "parent", _("This case is a part of the other")
        DOUBLE = "double", _("This case is a double of the other")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="case_link_once")]
        indexes = [models.Index(fields=["municipality", "other"], name="case_link_by_other")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"
