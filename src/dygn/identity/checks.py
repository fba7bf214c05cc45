"""What is looked at when the installation starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LOG_IN_PORTS = ("resident_login", "staff_login", "signer")


@register()
def nobody_invented_in_production(**_: Any) -> list[CheckMessage]:
    """Refuse a log-in or a signing service in production that lets everybody be anybody."""
    if settings.DYGN_ENVIRONMENT != "production":
        return []
    messages: list[CheckMessage] = []
    for port in LOG_IN_PORTS:
        if settings.DEFAULT_ADAPTERS.get(port) == "fake":
            messages.append(Error(f"The port {port!r} has the fake adapter in production.", id="dygn.E201"))
        if str(settings.ADAPTER_SETTINGS.get(port, {}).get("issuer", "")).startswith("http://"):
            messages.append(Error(f"The issuer of {port!r} is not https in production.", id="dygn.E202"))
    if hasattr(settings, "TEST_PROVIDER"):
        messages.append(Error("The test identity provider is switched on in production.", id="dygn.E203"))
    return messages
