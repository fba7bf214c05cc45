import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.post.ports import Email, MailCarrier


class SmtpCarrier(MailCarrier):
    """Any mail server. ``security``: ``starttls``, ``tls`` or ``none``."""

    def __init__(
        self,
        host: str = "localhost",
        port: int = 25,
        username: str = "",
        password: str = "",
        security: str = "starttls",
        timeout_seconds: float = 20,
    ) -> None:
        self.host, self.port = host, int(port)
        self.username, self.password = username, password
        self.security = security
        self.timeout_seconds = float(timeout_seconds)
        self._connection: smtplib.SMTP | None = None

    def send(self, email: Email) -> None:
        if self._connection is None:
            with self.open():
                self._hand_over(email)
        else:
            self._hand_over(email)

    @contextmanager
    def open(self) -> Iterator[None]:
        self._connection = self._connected()
        try:
            yield
        finally:
            connection, self._connection = self._connection, None
            connection.close()

    def check(self) -> str:
        with self.open():
            assert self._connection is not None
            self._connection.noop()
        return _("%(address)s answers.") % {"address": f"{self.host}:{self.port}"}

    def _connected(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self.security == "tls" else smtplib.SMTP
        try:
            connection = kind(self.host, self.port, timeout=self.timeout_seconds)
            if self.security == "starttls":
                connection.starttls()
            if self.username:
                connection.login(self.username, self.password)
            return connection
        except (OSError, smtplib.SMTPException) as error:
            raise OutsideFailure(f"The mail server {self.host}:{self.port}: {error}") from error

    def _hand_over(self, email: Email) -> None:
        assert self._connection is not None
        try:
            self._connection.send_message(as_message(email))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _failure(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise OutsideFailure(f"The mail server {self.host}:{self.port}: {error}") from error


def _failure(code: int, said: bytes | str) -> OutsideFailure:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return OutsideFailure(f"{code} {words}", lasting=code >= 500)


def as_message(email: Email) -> EmailMessage:
    """Write the e-mail as RFC 5322 wants it, marked as sent by a machine."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["Subject"] = " ".join(email.subject.split())
    message["From"] = email.sender
    message["To"] = email.to
    if email.reply_to:
        message["Reply-To"] = email.reply_to
    message["Message-ID"] = f"<{email.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = email.language
    message.set_content(email.text)
    message.add_alternative(email.html, subtype="html")
    return message
