"""Systems that are told that something has happened, in a form that many understand."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import Limits, call, host_called
from dygn.processes.ports import OutsideSystem

LARGEST_BYTES = 20_000


class MessageSystem(OutsideSystem):
    """Receives a CloudEvent (CNCF, 1.0) as JSON over HTTP.

    ``kind`` is the event's type and ``source`` who tells. The event's id is the key that tells a repeated message, so
    that a receiver may drop it. With a ``secret`` (by reference) it is signed as Standard Webhooks are. Whatever
    is answered is taken as received; nothing is read from it.
    """

    def __init__(self, *, address: str, kind: str, source: str = "dygn", secret: str = "") -> None:
        self.address = address
        self.kind = kind
        self.source = source
        self.secret = secret

    def ask(self, sent: Mapping[str, Any], *, once: str, seconds: float) -> Any:
        event = {
            "specversion": "1.0",
            "id": once,
            "type": self.kind,
            "source": self.source,
            "datacontenttype": "application/json",
            "data": dict(sent),
        }
        body = json.dumps(event, ensure_ascii=False).encode()
        answer = call(
            "POST",
            self.address,
            content=body,
            headers={
                "content-type": "application/cloudevents+json; charset=utf-8",
                **self._signed(once, body),
            },
            limits=Limits(seconds=seconds, largest_bytes=LARGEST_BYTES),
        )
        if not 200 <= answer.status < 300:
            comes_back = answer.status in (408, 425, 429)
            raise OutsideFailure(
                _("The system answered %(status)s.") % {"status": answer.status}, lasting=not comes_back
            )
        return {}

    def check(self) -> str:
        return _("Tells %(host)s.") % {"host": host_called(self.address)}

    def _signed(self, once: str, body: bytes) -> dict[str, str]:
        if not self.secret:
            return {}
        at = str(int(time.time()))
        signed = hmac.new(self.secret.encode(), b".".join([once.encode(), at.encode(), body]), hashlib.sha256)
        signature = base64.b64encode(signed.digest()).decode()
        return {"webhook-id": once, "webhook-timestamp": at, "webhook-signature": f"v1,{signature}"}
