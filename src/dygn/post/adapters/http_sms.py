from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import call
from dygn.post.ports import SmsCarrier, TextMessage


class HttpSmsCarrier(SmsCarrier):
    """A gateway that takes a form over HTTPS with a name and a password, as most in the Nordics do.

    The names of the form's fields are settings: ``from``, ``to`` and ``message`` fit 46elks.
    """

    def __init__(
        self,
        url: str,
        username: str = "",
        password: str = "",
        sender_field: str = "from",
        to_field: str = "to",
        text_field: str = "message",
    ) -> None:
        self.url = url
        self.auth = (username, password)
        self.fields = (sender_field, to_field, text_field)

    def send(self, message: TextMessage) -> None:
        form = dict(zip(self.fields, (message.sender, message.to, message.text), strict=True))
        headers = {"Idempotency-Key": message.key}
        answer = call("POST", self.url, data=form, auth=self.auth, headers=headers)
        if answer.status >= 400:
            words = answer.body[:200].decode("utf-8", "replace")
            lasting = answer.status not in (401, 403, 408, 429)
            raise OutsideFailure(f"The SMS gateway: {answer.status} {words}", lasting=lasting)

    def check(self) -> str:
        answer = call("GET", self.url, auth=self.auth)
        if answer.status in (401, 403):
            raise OutsideFailure("The SMS gateway refuses the name and password.", lasting=True)
        return _("%(address)s answers.") % {"address": self.url}
