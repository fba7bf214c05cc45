"""Which adapters the installation knows, by port and name."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


class UnknownAdapter(LookupError):
    """No adapter of that name is installed for that port."""


def adapter_names(port: str) -> list[str]:
    """Give the names of the adapters of a port, those of outside packages too."""
    return sorted(_paths(port))


@cache
def adapter_class(port: str, name: str) -> type[Any]:
    """Give the adapter class; raise UnknownAdapter when there is none of that name."""
    try:
        path = _paths(port)[name]
    except KeyError as error:
        raise UnknownAdapter(f"No adapter {name!r} for the port {port!r}.") from error
    return import_string(path)  # type: ignore[no-any-return]


def _paths(port: str) -> dict[str, str]:
    outside = {point.name: point.value.replace(":", ".") for point in entry_points(group=f"dygn.{port}")}
    return {**outside, **settings.ADAPTERS.get(port, {})}
