from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.adapters import adapter_names
from dygn.base.errors import Refusal
from dygn.municipalities.actions.set_connection import refuse_plain_secrets
from dygn.processes.models import Connector
from dygn.processes.rules.connectors import read_mapping

PORT = "outside_system"


@dataclass(frozen=True)
class WrittenConnector:
    """A connector as somebody writes it; ``sends`` and ``takes`` are lines of ``name = expression``."""

    key: str
    title: str
    adapter: str
    settings: dict[str, Any] = field(default_factory=dict)
    sends: str = ""
    takes: str = ""
    seconds: int = 10
    per_minute: int = 60
    is_on: bool = True


@transaction.atomic
def add_connector(key: str, title: str, adapter: str, *, actor: Whoever) -> Connector:
    """Begin a connector, which is off until its settings are written. Refuses a key that is taken."""
    _refuse_unknown(adapter)
    made, is_new = Connector.objects.get_or_create(
        key=key, defaults={"title": title, "adapter": adapter, "is_on": False}
    )
    if not is_new:
        words = _("There is a connector called that already. Choose another name.")
        raise Refusal("key_taken", words, field="key")
    record("connector.added", f"connector:{key}", actor=actor, detail={"adapter": adapter})
    return made


@transaction.atomic
def keep_connector(written: WrittenConnector, *, actor: Whoever) -> Connector:
    """Write a connector anew. Refuses a secret in plain, and what cannot be read as a mapping, by its line."""
    _refuse_unknown(written.adapter)
    refuse_plain_secrets(PORT, written.adapter, written.settings)
    kept, _is_new = Connector.objects.update_or_create(
        key=written.key,
        defaults={
            "title": written.title,
            "adapter": written.adapter,
            "settings": written.settings,
            "sends": read_mapping(written.sends, field="sends"),
            "takes": read_mapping(written.takes, field="takes"),
            "seconds": written.seconds,
            "per_minute": written.per_minute,
            "is_on": written.is_on,
        },
    )
    record("connector.changed", f"connector:{written.key}", actor=actor, detail={"adapter": written.adapter})
    return kept


@transaction.atomic
def remove_connector(key: str, *, actor: Whoever) -> bool:
    """Take a connector away; say whether it was there."""
    number, _rows = Connector.objects.filter(key=key).delete()
    if number:
        record("connector.removed", f"connector:{key}", actor=actor)
    return bool(number)


def _refuse_unknown(adapter: str) -> None:
    if adapter not in adapter_names(PORT):
        raise Refusal("unknown_adapter", _("Choose one of the adapters in the list."), field="adapter")
