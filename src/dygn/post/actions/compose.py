import re
from dataclasses import dataclass, field, replace
from datetime import date
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation

from dygn.base.errors import OutsideFailure
from dygn.base.numbers_in_words import long_date
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality, Site
from dygn.municipalities.rules.themes import readable
from dygn.post.models import OutboxRow
from dygn.post.ports import Email, TextMessage
from dygn.post.queries import texts_of
from dygn.post.rules.phones import international
from dygn.post.rules.texts import LONGEST_SMS, Texts

_GSM_SENDER = 11
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class Composer:
    """Writes what leaves one municipality, in its words and with its face. Asks for each text once."""

    municipality: Municipality
    host: str
    _texts: dict[tuple[str, str], Texts] = field(default_factory=dict)

    @classmethod
    def of_scope(cls) -> "Composer":
        """Give the composer of the municipality in scope."""
        municipality = Municipality.objects.get(pk=required_municipality_id())
        site = (
            Site.objects.filter(municipality=municipality, kind=Site.Kind.MUNICIPALITY).order_by("pk").first()
        )
        return cls(municipality, site.host if site else "localhost")

    def email(self, row: OutboxRow) -> Email:
        """Write an e-mail; raises a lasting OutsideFailure when the address is none."""
        try:
            validate_email(row.address)
        except ValidationError as error:
            raise OutsideFailure("The e-mail address is not one.", lasting=True) from error
        texts, language = self.texts(row), self.language(row)
        facts = {"texts": texts, "address": self.link(row), "municipality": self.municipality}
        with translation.override(language):
            return Email(
                to=row.address,
                sender=formataddr((self.municipality.name, self.sender_address)),
                reply_to=self._contact("email"),
                subject=texts.subject,
                text=render_to_string("post/email.txt", facts),
                html=render_to_string(
                    "post/email.html", {**facts, "language": language, "accent": self._accent()}
                ),
                message_id=f"{row.message_id}@{self.host}",
                language=language,
            )

    def text_message(self, row: OutboxRow) -> TextMessage:
        """Write an SMS; raises a lasting OutsideFailure when the number is none."""
        to = international(row.address, self.municipality.country)
        if not to:
            raise OutsideFailure("The phone number is not one.", lasting=True)
        text, link = self.texts(row).sms, self.link(row)
        if link and link not in text:
            text = f"{text} {link}"
        sender = "".join(sign for sign in self.municipality.slug if sign.isalnum())[:_GSM_SENDER]
        return TextMessage(to=to, sender=sender.title(), text=text[:LONGEST_SMS], key=row.message_id)

    def texts(self, row: OutboxRow) -> Texts:
        """Give the texts of a row, filled in, in its language; in words of its own where it brings some."""
        wanted = (row.template, self.language(row))
        if wanted not in self._texts:
            self._texts[wanted] = texts_of(*wanted)
        own = row.known_facts.get("words", {}).get(wanted[1], {})
        texts = replace(self._texts[wanted], **own) if own else self._texts[wanted]
        return texts.filled_in(self.facts(row))

    def language(self, row: OutboxRow) -> str:
        """Give the recipient's language if the municipality offers it, else the municipality's own."""
        offered = self.municipality.languages
        return row.language if row.language in offered else self.municipality.default_language

    def facts(self, row: OutboxRow) -> dict[str, Any]:
        language = self.language(row)
        known = {name: _as_read(fact, language) for name, fact in row.known_facts.items()}
        return {**known, "municipality": self.municipality.name, "url": self.link(row)}

    def link(self, row: OutboxRow) -> str:
        """Give the one address the message leads to; empty when it leads nowhere."""
        path = row.known_facts.get("url") or row.known_facts.get("path", "")
        return settings.DYGN_PUBLIC_ADDRESS.format(host=self.host) + path if path else ""

    @property
    def sender_address(self) -> str:
        return str(self.municipality.contact.get("sender") or f"no-reply@{self.host}")

    def _contact(self, part: str) -> str:
        return str(self.municipality.contact.get(part, ""))

    def _accent(self) -> str:
        return readable(self.municipality.theme).accent


def _as_read(fact: Any, language: str) -> Any:
    """Write a day (2026-12-14) as people do; leave any other fact as it is."""
    is_day = isinstance(fact, str) and _DAY.fullmatch(fact)
    try:
        return long_date(date.fromisoformat(fact), language) if is_day else fact
    except ValueError:
        return fact
