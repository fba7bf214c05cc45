from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class MessageTemplate(MunicipalityOwned):
    """A text that officers begin their messages with, in one language."""

    key = models.SlugField(max_length=60)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=10_000)
    service = models.ForeignKey(
        "services.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Only for this service; for all of them when empty."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key", "language"], name="message_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
