from django.db import models

from dygn.municipalities.models.owned import MunicipalityOwned


class Wording(MunicipalityOwned):
    """The municipality's own wording of a built-in text, per language."""

    key = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    text = models.TextField(max_length=10_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key", "language"], name="wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"


class WordListEntry(MunicipalityOwned):
    """Write this, not that."""

    language = models.CharField(max_length=5)
    avoid = models.CharField(max_length=100)
    prefer = models.CharField(max_length=100)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "language", "avoid"], name="word_list_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.prefer} ({self.avoid})"
