"""A draft that is sent, and the receipt for it: what passes between services and cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dygn.identity.actor import Actor


@dataclass(frozen=True)
class Contact:
    """How to reach whoever sent it; empty strings where nothing is known."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ToPay:
    """How much is paid with the sending, in whole minor units."""

    amount: int
    vat_percent: int | None


@dataclass(frozen=True)
class SubmittedDraft:
    """A draft that has been checked and is sent. Only answers to questions that were shown."""

    draft_id: UUID
    municipality_id: int
    service_id: int
    service_key: str
    version_id: int
    owner_unit_id: int | None
    applicant_person_id: int | None
    contact: Contact
    answers: Mapping[str, Any]
    """Stored answers by question id (rows of a group as a list); sensitive ones are sealed."""
    file_subject: str
    """The files of the draft hang on this subject; the case moves them to its own."""
    has_files: bool
    language: str
    channel: str
    sent_at: datetime
    actor: Actor
    to_pay: ToPay | None = None
    officer_id: int | None = None
    """Whom a rule of the service names; who is away or may not have the case leaves it to the unit."""


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: where to follow the case, and what happens next."""

    case_id: int
    reference: str
    code: str | None
    """For following without log-in; only an anonymous sending has one."""
    next_text: str
    next_on: date | None


@dataclass(frozen=True)
class AskedAfter:
    """What whoever has sent something is asked, in the language they read."""

    answered_at: str
    """The address that the answer is posted to, as ``score`` and ``comment``."""
    question: str
    scores: tuple[tuple[int, str], ...]
    more: str
    hint: str
    button: str
