from django.db import models
from django.utils.translation import get_language

from dygn.base.words import pick


class Topic(models.Model):
    """A task or topic of municipal work in a national taxonomy: KLE in Denmark, Los in Norway."""

    class Taxonomy(models.TextChoices):
        KLE = "kle", "KLE"
        LOS = "los", "Los"

    taxonomy = models.CharField(max_length=10, choices=Taxonomy.choices)
    key = models.CharField(max_length=120)
    parent_key = models.CharField(max_length=120, blank=True)
    titles = models.JSONField(default=dict)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taxonomy", "key"], name="topic_key_once")]
        indexes = [models.Index(fields=["taxonomy", "parent_key"], name="topic_by_parent")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def title(self) -> str:
        return pick(self.titles, get_language() or "en")
