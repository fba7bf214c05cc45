from uuid import uuid4

from django.utils.translation import gettext as _

from dygn.identity.ports import ContactCodeCarrier
from dygn.post.actions.notify import notify
from dygn.post.rules.channels import Recipient


class PostedContactCodes(ContactCodeCarrier):
    """Sends codes through the outbox, ahead of what is not urgent."""

    def send(self, code: str, *, kind: str, contact: str, language: str) -> None:
        to = Recipient.by_email if kind == "email" else Recipient.by_phone
        notify(
            to(contact, language=language),
            "contact_code",
            {"code": code},
            subject="contact-code",
            key=f"contact-code:{uuid4()}",
        )

    def check(self) -> str:
        return _("Codes go out with the other post.")
