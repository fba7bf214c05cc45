"""What is looked at when the installation starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from dygn.base.adapters import adapter_class, adapter_names


@register()
def every_adapter_loads(**_: Any) -> list[CheckMessage]:
    """Load every adapter, so that a misspelt path is found at start and not at night."""
    messages: list[CheckMessage] = []
    for port in settings.ADAPTERS:
        for name in adapter_names(port):
            try:
                adapter_class(port, name)
            except ImportError as error:
                messages.append(
                    Error(f"The adapter {name!r} of the port {port!r} does not load: {error}", id="dygn.E001")
                )
    for port, name in settings.DEFAULT_ADAPTERS.items():
        if name not in adapter_names(port):
            messages.append(Error(f"The port {port!r} has no adapter {name!r}.", id="dygn.E002"))
    return messages
