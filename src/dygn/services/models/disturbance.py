from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class Disturbance(MunicipalityOwned):
    """A connection that is out of order, and what people are told of it at every service that hangs on it.

    What each service says lies with the service (``Service.disturbances``), so that nobody who fills
    in a form asks this table.
    """

    port = models.CharField(max_length=60)
    texts = models.JSONField(default=dict, help_text="What people are told, per language.")
    pauses = models.BooleanField(default=False)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "port"], name="disturbance_once")]

    def __str__(self) -> str:
        return self.port
