"""From where a request comes."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Give the IP address of whoever asks, or an empty string.

    ``DYGN_PROXIES`` says how many proxies of our own stand in front: that many entries at the end
    of X-Forwarded-For are theirs to write; anything before is hearsay.
    """
    written = request.META.get("REMOTE_ADDR", "")
    proxies = settings.DYGN_PROXIES
    if proxies:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        written = hops[-proxies] if len(hops) >= proxies else written
    try:
        return str(ipaddress.ip_address(written.strip()))
    except ValueError:
        return ""
