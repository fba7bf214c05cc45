from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure
from dygn.post.ports import Email, MailCarrier, SmsCarrier, TextMessage

_NO_MAIL = _("No mail server is connected.")
_NO_SMS = _("No SMS gateway is connected.")


class NoMailCarrier(MailCarrier):
    """Stands in where no mail server is connected: what waits goes on waiting, and operators see why."""

    def send(self, email: Email) -> None:
        raise OutsideFailure(str(_NO_MAIL))

    def check(self) -> str:
        raise OutsideFailure(str(_NO_MAIL))


class NoSmsCarrier(SmsCarrier):
    """Stands in where no SMS gateway is connected: what waits goes on waiting, and operators see why."""

    def send(self, message: TextMessage) -> None:
        raise OutsideFailure(str(_NO_SMS))

    def check(self) -> str:
        raise OutsideFailure(str(_NO_SMS))
