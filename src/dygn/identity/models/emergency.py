from datetime import datetime

import pyotp
from django.db import models
from django.utils.crypto import constant_time_compare

from dygn.base.secrecy import SealedTextField

CODE_DIGITS = 8
STEP_SECONDS = 30


class EmergencyAccount(models.Model):
    """The one account that works when the log-in service does not. There is one per installation.

    It is opened by a one-time code (TOTP, RFC 6238) of eight digits.
    """

    shared_between_municipalities = "it belongs to the installation"

    only = models.BooleanField(default=True, unique=True, editable=False)
    secret = SealedTextField()
    last_step = models.BigIntegerField(default=0, help_text="The last time step whose code was used.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "emergency account"

    def take(self, code: str, *, now: datetime) -> bool:
        """Say whether the code is right and unused, and use it up. The clock may be half a minute off."""
        digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
        codes = pyotp.TOTP(self.secret, digits=CODE_DIGITS)
        this_step = int(now.timestamp()) // STEP_SECONDS
        for step in (this_step - 1, this_step, this_step + 1):
            if step > self.last_step and constant_time_compare(codes.generate_otp(step), digits):
                self.last_step = step
                return True
        return False


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
