from django.db import models

from dygn.municipalities.models.owned import MunicipalityOwned


class Connection(MunicipalityOwned):
    """Which adapter a municipality has switched on for a port. Secrets stand by reference only."""

    port = models.SlugField(max_length=60)
    adapter = models.SlugField(max_length=60)
    settings = models.JSONField(default=dict, blank=True)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "port"], name="connection_port_once")]

    def __str__(self) -> str:
        return f"{self.port}: {self.adapter}"
