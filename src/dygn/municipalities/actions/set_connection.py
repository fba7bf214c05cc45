import inspect
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.adapters import adapter_class, adapter_names
from dygn.base.errors import Refusal
from dygn.municipalities.models import Connection

_SECRET_WORDS = ("password", "secret", "token", "private", "api_key")


@dataclass(frozen=True)
class AdapterSetting:
    """One setting that an adapter takes, read from how it is made."""

    name: str
    kind: type
    default: Any
    is_required: bool

    @property
    def is_secret(self) -> bool:
        """Secrets stand by reference, ``env:NAME`` or ``file:PATH``, and never in the database."""
        return any(word in self.name for word in _SECRET_WORDS)


def settings_of_adapter(port: str, adapter: str) -> list[AdapterSetting]:
    """Give the settings that an adapter takes; raises UnknownAdapter."""
    parameters = inspect.signature(adapter_class(port, adapter)).parameters.values()
    return [
        AdapterSetting(
            name=each.name,
            kind=_kind_of(each),
            default="" if each.default is inspect.Parameter.empty else each.default,
            is_required=each.default is inspect.Parameter.empty,
        )
        for each in parameters
        if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
    ]


def _kind_of(parameter: inspect.Parameter) -> type:
    """What a setting is: as its default, or, where it has none, as it is written in the signature."""
    if parameter.default not in (inspect.Parameter.empty, None):
        return type(parameter.default)
    written = str(parameter.annotation)
    return next((kind for kind in (list, dict) if kind.__name__ in written), str)


@transaction.atomic
def set_connection(port: str, adapter: str, settings: dict[str, Any], *, actor: Whoever) -> Connection:
    """Connect the municipality in scope through an adapter of its own choice.

    Refuses an adapter that is not installed and a secret that stands in plain.
    """
    if adapter not in adapter_names(port):
        raise Refusal("unknown_adapter", _("Choose one of the adapters in the list."), field="adapter")
    refuse_plain_secrets(port, adapter, settings)
    connection, _is_new = Connection.objects.update_or_create(
        port=port, defaults={"adapter": adapter, "settings": settings, "is_on": True}
    )
    record("connection.set", f"connection:{port}", actor=actor, detail={"adapter": adapter})
    return connection


@transaction.atomic
def remove_connection(port: str, *, actor: Whoever) -> bool:
    """Go back to what the installation is connected to; say whether there was a connection of one's own."""
    number, _rows = Connection.objects.filter(port=port).delete()
    if number:
        record("connection.removed", f"connection:{port}", actor=actor)
    return bool(number)


def refuse_plain_secrets(port: str, adapter: str, settings: dict[str, Any]) -> None:
    """Refuse settings of an adapter in which a secret stands in plain."""
    for setting in settings_of_adapter(port, adapter):
        _refuse_plain_secret(setting, settings.get(setting.name, ""))


def _refuse_plain_secret(setting: AdapterSetting, value: Any) -> None:
    secrets = list(value.values()) if isinstance(value, dict) else [value] if value else []
    if setting.is_secret and not all(str(each).startswith(("env:", "file:")) for each in secrets):
        raise Refusal(
            "plain_secret",
            _("A secret is not written here. Write where it lies: env:NAME or file:PATH."),
            field=setting.name,
        )
