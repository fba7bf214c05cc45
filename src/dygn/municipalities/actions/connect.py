from typing import Any

from django.conf import settings

from dygn.base.adapters import adapter_class
from dygn.base.secrets import resolve_secrets
from dygn.municipalities.models import Connection


def connect(port: str) -> Any:
    """Give the adapter that the municipality in scope uses for a port.

    The municipality's own Connection decides; without one the installation's default stands in.
    The adapter is built with its settings, secrets resolved.
    """
    chosen = Connection.objects.filter(port=port, is_on=True).first()
    if chosen is not None:
        return adapter_class(port, chosen.adapter)(**resolve_secrets(chosen.settings))
    name = settings.DEFAULT_ADAPTERS[port]
    return adapter_class(port, name)(**resolve_secrets(settings.ADAPTER_SETTINGS.get(port, {})))
