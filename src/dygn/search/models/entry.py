from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class Entry(MunicipalityOwned):
    """Something that can be found, in one language. Its owner writes it in its own transaction.

    The table has two columns more, kept by the database and read only by its search function: the
    words of the title, and all words, as lexemes of the language's dictionary and folded.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone"
        STAFF = "staff"

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    synonyms = models.TextField(blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.EVERYONE)
    weight = models.SmallIntegerField(default=0)
    folded_title = models.TextField(blank=True, editable=False)
    folded_rest = models.TextField(blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "language", "kind", "key"], name="search_entry_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.language})"
