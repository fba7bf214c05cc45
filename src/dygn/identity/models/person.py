from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.secrecy import SealedTextField, lookup_key
from dygn.base.tenancy import required_municipality_id
from dygn.identity.rules.personal_numbers import PersonalNumber, half_masked
from dygn.municipalities.models import MunicipalityOwned


def identifier_key(identifier: str, *, country: str, municipality_id: int) -> str:
    """Give the keyed hash that a person is looked up by; other in each municipality."""
    return lookup_key(f"{municipality_id}:{country}:{identifier}", purpose="person")


class Person(MunicipalityOwned):
    """A resident, or another private person, as this municipality knows them.

    The same human is another Person in the next municipality. The personal number is sealed.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message (SMS)")
        LETTER = "letter", _("Letter on paper")
        DIGITAL_POST = "digital_post", _("Digital post")

    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    country = models.CharField(
        max_length=2, blank=True, help_text=_("The country that gave the personal number.")
    )
    identifier = SealedTextField(blank=True, default="")
    identifier_key = models.CharField(max_length=64, null=True, blank=True, editable=False)
    birth_on = models.DateField(null=True, blank=True)
    protected_identity = models.BooleanField(default=False)

    email = models.EmailField(blank=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, blank=True)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)

    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    registered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the population register was last asked.")
    )
    last_login_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "identifier_key"], name="person_once_a_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def name(self) -> str:
        """The name without regard to protection; pages ask ``queries.shown_name`` instead."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def address_lines(self) -> list[str]:
        """The address without regard to protection; pages ask ``queries.shown_address`` instead."""
        return [line for line in (self.street, f"{self.postal_code} {self.town}".strip()) if line]

    @property
    def masked_identifier(self) -> str:
        return half_masked(self.identifier, (self.country,)) if self.identifier else ""

    @property
    def channel_in_use(self) -> str:
        """The channel that can be used now: the one chosen if its address is verified, else paper."""
        verified = {
            self.Channel.EMAIL: self.email_verified_at,
            self.Channel.SMS: self.phone_verified_at,
        }
        return self.channel if verified.get(self.Channel(self.channel), True) else self.Channel.LETTER

    def take_number(self, number: PersonalNumber) -> None:
        """Write the personal number, sealed, with what it is looked up by. The caller saves."""
        municipality_id = self.municipality_id or required_municipality_id()
        self.country = number.country
        self.identifier = number.normal
        self.birth_on = number.birth_on
        self.identifier_key = identifier_key(
            number.normal, country=number.country, municipality_id=municipality_id
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an address is never kept for a person with protected identity."""
        if self.protected_identity:
            self.street = self.postal_code = self.town = ""
        super().save(*args, **kwargs)
