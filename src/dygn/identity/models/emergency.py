from django.db import models

from dygn.base.secrecy import SealedTextField


class EmergencyAccount(models.Model):
    """The one account that works when the log-in service does not. There is one per installation."""

    shared_between_municipalities = "it belongs to the installation"

    only = models.BooleanField(default=True, unique=True, editable=False)
    secret = SealedTextField()
    last_step = models.BigIntegerField(default=0, help_text="The last time step whose code was used.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "emergency account"


class EmergencyUse(models.Model):
    """One attempt to use the emergency account, whether it went well or not."""

    append_only = True
    shared_between_municipalities = "it belongs to the installation"

    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    host = models.CharField(max_length=253, blank=True)
    was_let_in = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'let in' if self.was_let_in else 'refused'}"
