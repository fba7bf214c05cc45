"""By which way somebody is reached: their own choice first, then what is known about them."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"


@dataclass(frozen=True)
class Recipient:
    """Who is written to. ``key`` names them for the log: ``person:12``, ``staff:3``, ``contact``.

    ``choice`` is the channel they have chosen. ``address_lines`` are for a letter.
    """

    key: str
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    choice: str = "email"
    address_lines: tuple[str, ...] = ()
    is_protected: bool = False

    @classmethod
    def by_email(cls, email: str, *, language: str = "") -> "Recipient":
        """Give somebody of whom we know an e-mail address and nothing else."""
        return cls(key="contact", email=email, language=language)

    @classmethod
    def by_phone(cls, phone: str, *, language: str = "") -> "Recipient":
        """Give somebody of whom we know a phone number and nothing else."""
        return cls(key="contact", phone=phone, language=language, choice="sms")


def way_to(recipient: Recipient, *, has_sms: bool = True) -> Way:
    """Choose the way: the chosen one when we can, then e-mail, then SMS, then a letter on paper.

    ``has_sms`` is whether the municipality can send SMS at all. Who is known by a phone number and
    nothing else gets it even then: it waits until there is a gateway, as no letter would arrive.
    """
    is_only_a_phone = not recipient.key.startswith("person:")
    can = {
        Way.EMAIL: bool(recipient.email),
        Way.SMS: bool(recipient.phone) and (has_sms or is_only_a_phone),
        Way.LETTER: True,
    }
    chosen = Way(recipient.choice) if recipient.choice in set(Way) else Way.EMAIL
    return next(way for way in (chosen, Way.EMAIL, Way.SMS, Way.LETTER) if can[way])
