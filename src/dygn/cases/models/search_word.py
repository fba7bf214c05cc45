from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class SearchWord(MunicipalityOwned):
    """A word that a case is found by in one unit's list; compared code point by code point."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "municipalities.Unit", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    word = models.CharField(max_length=80, db_collation="C")

    class Meta:
        indexes = [
            models.Index(
                models.F("municipality"),
                models.F("unit"),
                models.F("word"),
                models.F("case").desc(),
                name="search_word_by_unit",
            ),
            models.Index(fields=["case"], name="search_word_by_case"),
        ]

    def __str__(self) -> str:
        return self.word
