from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from dygn.municipalities.models import MunicipalityOwned

LONGEST_SECONDS = 20
MOST_PER_MINUTE = 6_000


class Connector(MunicipalityOwned):
    """How a municipality's processes call one outside system, declared with data. Secrets stand by reference only.

    A step names it by its key. ``sends`` are expressions over the process's values, ``takes`` over ``answer`` and
    what was ``sent``.
    """

    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    adapter = models.SlugField(max_length=60)
    settings = models.JSONField(default=dict, blank=True)
    sends = models.JSONField(default=dict, blank=True)
    takes = models.JSONField(default=dict, blank=True)
    seconds = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_SECONDS)]
    )
    per_minute = models.PositiveIntegerField(
        default=60, validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_MINUTE)]
    )
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="connector_key_once")]
        ordering = ["title", "key"]

    def __str__(self) -> str:
        return self.title
