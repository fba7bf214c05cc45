from datetime import datetime, timedelta

from django.db import models
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.secrecy import SealedTextField, lookup_key
from dygn.municipalities.models import MunicipalityOwned

LIVES = timedelta(minutes=15)
ATTEMPTS = 5


class ContactCode(MunicipalityOwned):
    """A code sent to an e-mail address or a phone, to see that it belongs to the person."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")

    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    contact = SealedTextField()
    code_hash = models.CharField(max_length=64)
    attempts_left = models.PositiveSmallIntegerField(default=ATTEMPTS)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_code_at_a_time")]

    def __str__(self) -> str:
        return f"code for {self.kind} of person {self.person_id}"

    @classmethod
    def hash_of(cls, code: str, *, person_id: int, contact: str) -> str:
        """Give the keyed hash that is kept instead of the code."""
        return lookup_key(f"{person_id}:{contact}:{code}", purpose="contact-code")

    def check_code(self, code: str, *, now: datetime) -> None:
        """Take the code, or count down. Raises Refusal; the caller saves either way."""
        if self.used_at is not None or now - self.sent_at > LIVES:
            raise Refusal("code_expired", _("The code is no longer valid. Ask for a new one."), field="code")
        if self.attempts_left == 0:
            raise Refusal(
                "code_attempts",
                _("That was the last attempt with this code. Ask for a new one."),
                field="code",
            )
        self.attempts_left -= 1
        if not self._is_right(code):
            raise Refusal("code_wrong", _("That is not the code we sent. Check the digits."), field="code")
        self.used_at = now

    def _is_right(self, code: str) -> bool:
        digits = "".join(sign for sign in code if sign.isdigit())
        return constant_time_compare(
            self.code_hash, self.hash_of(digits, person_id=self.person_id, contact=self.contact)
        )
