"""Systems that are spoken to over HTTP with JSON."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import Answer, Limits, call, host_called
from dygn.processes.ports import OutsideSystem

LARGEST_BYTES = 200_000
ONCE = "Idempotency-Key"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")


class HttpJsonSystem(OutsideSystem):
    """One address, asked with one method.

    ``{name}`` in the address is filled from what is sent, quoted so that it stays in its place. What is left goes as
    the query of a GET or DELETE, and as a JSON body otherwise. ``headers`` are sent as they stand; ``api_key`` is a
    secret by reference, sent in ``header``. The key that tells a repeated call goes as ``Idempotency-Key``. An
    answer of 404 is an empty one where ``may_be_missing``.
    """

    def __init__(
        self,
        *,
        address: str,
        method: str = "POST",
        headers: dict[str, str] | None = None,
        api_key: str = "",
        header: str = "Authorization",
        header_prefix: str = "Bearer ",
        may_be_missing: bool = False,
    ) -> None:
        self.address = address
        self.method = method.upper()
        self.headers = headers or {}
        self.api_key = api_key
        self.header = header
        self.header_prefix = header_prefix
        self.may_be_missing = may_be_missing

    def ask(self, sent: Mapping[str, Any], *, once: str, seconds: float) -> Any:
        self.check()
        named = set(_PLACE.findall(self.address))
        rest = {name: value for name, value in sent.items() if name not in named}
        goes_as: dict[str, Any] = {"params" if self.method in ("GET", "DELETE") else "json": rest}
        answer = call(
            self.method,
            self._filled(sent),
            headers=self._headers(once),
            limits=Limits(seconds=seconds, largest_bytes=LARGEST_BYTES),
            **goes_as,
        )
        return self._read(answer)

    def check(self) -> str:
        if self.method not in _METHODS:
            raise OutsideFailure(
                _("The method is none of %(methods)s.") % {"methods": ", ".join(_METHODS)}, lasting=True
            )
        return _("Calls %(host)s.") % {"host": host_called(self.address)}

    def _filled(self, sent: Mapping[str, Any]) -> str:
        missing = [name for name in _PLACE.findall(self.address) if sent.get(name) in (None, "")]
        if missing:
            raise OutsideFailure(
                _("The address needs %(name)s, and it has no value.") % {"name": missing[0]}, lasting=True
            )
        return _PLACE.sub(lambda place: quote(str(sent[place[1]]), safe=""), self.address)

    def _headers(self, once: str) -> dict[str, str]:
        headers = {"accept": "application/json", **self.headers, ONCE: once}
        if self.api_key:
            headers[self.header] = f"{self.header_prefix}{self.api_key}"
        return headers

    def _read(self, answer: Answer) -> Any:
        if answer.status == 404 and self.may_be_missing:
            return {}
        if not 200 <= answer.status < 300:
            comes_back = answer.status in (408, 425, 429)
            raise OutsideFailure(
                _("The system answered %(status)s.") % {"status": answer.status}, lasting=not comes_back
            )
        return answer.json() if answer.body.strip() else {}
