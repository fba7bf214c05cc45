from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.tenancy import required_municipality_id
from dygn.post.adapters.smtp import as_message
from dygn.post.ports import Email, MailCarrier, SmsCarrier, TextMessage


def sent_folder() -> Path:
    """Give where the demo keeps what the scope's municipality has "sent"."""
    return Path(settings.DYGN_DATA) / "sent" / str(required_municipality_id())


def _keep(content: bytes, kind: str) -> None:
    folder = sent_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:6]}.{kind}").write_bytes(content)


class FakeMailCarrier(MailCarrier):
    """Sends nothing and keeps everything readable. For the demo and tests."""

    def send(self, email: Email) -> None:
        _keep(as_message(email).as_bytes(), "eml")

    def check(self) -> str:
        return _("The demo sends no e-mail; it keeps them to be read here.")


class FakeSmsCarrier(SmsCarrier):
    """Sends nothing and keeps everything readable. For the demo and tests."""

    def send(self, message: TextMessage) -> None:
        _keep(f"{message.to}\n{message.sender}\n{message.text}".encode(), "sms")

    def check(self) -> str:
        return _("The demo sends no text messages; it keeps them to be read here.")
