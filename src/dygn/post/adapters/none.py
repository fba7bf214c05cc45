from dygn.base.errors import OutsideFailure
from dygn.post.ports import Email, MailCarrier, SmsCarrier, TextMessage

_NO_MAIL = "No mail server is connected."
_NO_SMS = "No SMS gateway is connected."


class NoMailCarrier(MailCarrier):
    """Stands in where no mail server is connected: what waits goes on waiting, and operators see why."""

    def send(self, email: Email) -> None:
        raise OutsideFailure(_NO_MAIL)

    def check(self) -> str:
        raise OutsideFailure(_NO_MAIL)


class NoSmsCarrier(SmsCarrier):
    """Stands in where no SMS gateway is connected: what waits goes on waiting, and operators see why."""

    def send(self, message: TextMessage) -> None:
        raise OutsideFailure(_NO_SMS)

    def check(self) -> str:
        raise OutsideFailure(_NO_SMS)
