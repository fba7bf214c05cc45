"""Calls to other systems: bounded in time and size, and never into our own network by mistake.

An address that somebody configured, or that another system answered with, may point at a machine
behind our own wall. The name is therefore looked up here, every address it has is judged, and the
call goes to the very address that was judged.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure

CONNECT_SECONDS = 4.0
READ_SECONDS = 10.0
LONGEST_SECONDS = 20.0
LARGEST_BYTES = 2_000_000


@dataclass(frozen=True)
class Limits:
    """How long a call may take in all, and how much may come back."""

    seconds: float = LONGEST_SECONDS
    largest_bytes: int = LARGEST_BYTES


@dataclass(frozen=True)
class Answer:
    """What the other system said."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Give the body as JSON; raise OutsideFailure when it is none."""
        try:
            return httpx.Response(self.status, content=self.body).json()
        except (ValueError, RecursionError) as error:
            raise OutsideFailure(_("The other system did not answer with JSON.")) from error


def call(
    method: str, url: str, *, limits: Limits | None = None, answers_faults: bool = False, **request: Any
) -> Answer:
    """Call another system once; redirects are not followed.

    ``request`` takes httpx's ``params``, ``headers``, ``data``, ``json``, ``content``, ``files``, ``auth``.
    Raises OutsideFailure when it cannot be reached, takes too long, says too much, or answers 500 or
    more; a refusal (400 to 499) is the caller's to read, and so is 500 where the other system tells its faults so.
    """
    limits = limits or Limits()
    try:
        with httpx.Client(**client_settings(limits)) as client:
            response = client.request(method, url, **request)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OutsideFailure(
            _("%(host)s could not be reached: %(kind)s")
            % {"host": host_called(url), "kind": type(error).__name__}
        ) from error
    if response.status_code >= 500 and not answers_faults:
        raise OutsideFailure(
            _("%(host)s answered %(status)s.") % {"host": host_called(url), "status": response.status_code}
        )
    return Answer(status=response.status_code, body=response.content, headers=dict(response.headers))


def client_settings(limits: Limits | None = None) -> dict[str, Any]:
    """Give what a bounded httpx client is made with, for libraries that bring their own client."""
    limits = limits or Limits()
    return {
        "transport": GuardedTransport(limits),
        "timeout": httpx.Timeout(
            min(READ_SECONDS, limits.seconds), connect=min(CONNECT_SECONDS, limits.seconds)
        ),
        "headers": {"accept-encoding": "identity", "user-agent": "Dygn"},
        "follow_redirects": False,
        "trust_env": False,
    }


class GuardedTransport(httpx.BaseTransport):
    """Judges the address, goes to the one that was judged, and stops reading at the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        proxy = settings.DYGN_OUTBOUND_PROXY or None
        self._goes_through_proxy = proxy is not None
        self._inner = httpx.HTTPTransport(verify=_certificates(), proxy=proxy, trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        until = time.monotonic() + self._limits.seconds
        if request.url.scheme not in ("https", "http"):
            raise OutsideFailure(_("Only http and https are called."), lasting=True)
        if not self._goes_through_proxy:
            request = _pinned(request)
        response = self._inner.handle_request(request)
        try:
            return self._read(response, until, request)
        finally:
            response.close()

    def close(self) -> None:
        self._inner.close()

    def _read(self, response: httpx.Response, until: float, request: httpx.Request) -> httpx.Response:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise OutsideFailure(
                _("%(host)s answered in an encoding that was not asked for.") % {"host": request.url.host}
            )
        body = bytearray()
        for part in response.iter_raw():
            body += part
            if len(body) > self._limits.largest_bytes:
                raise OutsideFailure(
                    _("%(host)s answered with more than is taken in.") % {"host": request.url.host}
                )
            if time.monotonic() > until:
                raise OutsideFailure(_("%(host)s took too long.") % {"host": request.url.host})
        return httpx.Response(
            response.status_code, headers=response.headers, content=bytes(body), request=request
        )


def _certificates() -> ssl.SSLContext | bool:
    """Give whose certificates are believed: the public authorities, and those of one's own that are named."""
    own = settings.DYGN_OUTBOUND_CERTIFICATES
    if not own:
        return True
    context = httpx.create_ssl_context(trust_env=False)
    try:
        context.load_verify_locations(cafile=own)
    except OSError as error:  # also what is no certificate
        raise OutsideFailure(_("DYGN_OUTBOUND_CERTIFICATES names no file of certificates.")) from error
    return context


def _pinned(request: httpx.Request) -> httpx.Request:
    """Give the request bound to one address of its host that may be called."""
    host = request.url.host
    address = address_to_call(host, request.url.port or (443 if request.url.scheme == "https" else 80))
    pinned = httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
    pinned.headers["host"] = request.headers.get("host", host)
    return pinned


def address_to_call(host: str, port: int) -> str:
    """Give the address of a host that may be called; raise OutsideFailure when there is none, or it lies in our own network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutsideFailure(_("%(host)s is not found in the name service.") % {"host": host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(is_public, addresses)):
        refuse_private(host)
    return min(addresses, key=lambda address: ":" in address)


def refuse_private(host: str) -> None:
    """Raise OutsideFailure for a host in our own network, unless the installation lists it."""
    if host not in settings.DYGN_OUTBOUND_PRIVATE_HOSTS:
        raise OutsideFailure(
            _("%(host)s lies in a private network. Name it in DYGN_OUTBOUND_PRIVATE_HOSTS to call it.")
            % {"host": host},
            lasting=True,
        )


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet. What is written as IPv6 for IPv4 is seen through."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def host_called(url: str) -> str:
    """Name the host of an address, for messages."""
    try:
        return httpx.URL(url).host or "the other system"
    except httpx.InvalidURL:
        return "the other system"
