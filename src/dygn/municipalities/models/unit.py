from django.db import models
from django.utils.translation import get_language

from dygn.base.words import pick
from dygn.municipalities.models.owned import MunicipalityOwned


class Unit(MunicipalityOwned):
    """A part of the organisation that handles cases (förvaltning, forvaltning, enhet)."""

    key = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    register_sign = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="unit_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names, get_language() or "en")
