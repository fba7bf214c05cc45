from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.words import LANGUAGES
from dygn.municipalities.models import MunicipalityOwned


class SearchSynonym(MunicipalityOwned):
    """Words and phrases that mean the same to those who search, set by editors."""

    language = models.CharField(
        _("Language"), max_length=5, choices=[(language, language) for language in LANGUAGES]
    )
    words = models.CharField(
        _("Words that mean the same"),
        max_length=500,
        help_text=_("Two or more words or phrases with commas between, for example: preschool, nursery."),
    )

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    @property
    def phrases(self) -> list[str]:
        return [phrase for part in self.words.split(",") if (phrase := part.strip())]

    def clean(self) -> None:
        if len(self.phrases) < 2:
            raise ValidationError({"words": _("Write at least two words with a comma between.")})
