from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class IndexedWord(MunicipalityOwned):
    """A folded word that some entry of the municipality holds: what a compound or a slip is tried against."""

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "language", "word"], name="search_word_once")
        ]

    def __str__(self) -> str:
        return self.word
