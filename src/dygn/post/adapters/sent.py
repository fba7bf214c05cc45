"""Reading what the fake carriers have kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

from dygn.post.adapters.fake import sent_folder

_MOST_SHOWN = 100


@dataclass(frozen=True)
class KeptPost:
    """One e-mail or text message that the demo did not send."""

    kind: str
    to: str
    title: str
    text: str
    at: datetime


def shows_its_post() -> bool:
    """Say whether this installation pretends to send: the demo and tests do, production never."""
    return settings.DYGN_ENVIRONMENT != "production"


def kept_post() -> list[KeptPost]:
    """Give what the scope's municipality has "sent", newest first, at most a hundred."""
    paths = sorted(sent_folder().glob("*.*"), reverse=True)[:_MOST_SHOWN]
    return [_email(path) if path.suffix == ".eml" else _sms(path) for path in paths]


def _at(path: Path) -> datetime:
    return datetime.strptime(path.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def _email(path: Path) -> KeptPost:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return KeptPost("email", str(message["To"]), str(message["Subject"]), text, _at(path))


def _sms(path: Path) -> KeptPost:
    to, sender, text = path.read_text(encoding="utf-8").split("\n", 2)
    return KeptPost("sms", to, sender, text, _at(path))
