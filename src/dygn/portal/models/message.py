from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.base.words import LANGUAGES
from dygn.municipalities.models import MunicipalityOwned


class OperatingMessage(MunicipalityOwned):
    """Something that does not work as it should just now, or soon: a road, the water, a system."""

    class Weight(models.TextChoices):
        INFO = "info", _("To know")
        WARNING = "warning", _("Disturbance")
        DANGER = "danger", _("Danger or important")

    language = models.CharField(
        _("Language"), max_length=5, choices=[(language, language) for language in LANGUAGES]
    )
    title = models.CharField(_("In a few words"), max_length=120)
    text = models.TextField(
        _("What happens, where, until when, and what to do"), max_length=1_000, blank=True
    )
    weight = models.CharField(_("How serious"), max_length=10, choices=Weight.choices, default=Weight.INFO)
    starts_at = models.DateTimeField(_("Shown from"), default=timezone.now)
    ends_at = models.DateTimeField(_("Shown until"), null=True, blank=True)

    class Meta:
        verbose_name = _("operating message")
        verbose_name_plural = _("operating messages")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

    def is_shown(self, at: datetime) -> bool:
        """Say whether the message is up at this time."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def clean(self) -> None:
        if self.ends_at is not None and self.starts_at is not None and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must come after the beginning.")})
