from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class AuthorComment(MunicipalityOwned):
    """What one author says to the others about a service, a page or a question that is worked on."""

    copy = models.ForeignKey("services.WorkingCopy", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(
        max_length=200, blank=True, help_text=_("question:ID, page:ID, or empty for the whole service.")
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    author = models.CharField(max_length=80, help_text=_("The key of who acts."))
    author_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["copy", "settled_at", "place"], name="author_comment_open")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.place}"
