"""Reading settings from the environment."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict


def required(name: str) -> str:
    """Give an environment variable; say plainly when it is missing."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} (see docs/running/settings.md).")
    return value


def pairs(name: str) -> dict[str, str]:
    """Give the pairs of an environment variable, one a line or divided by semicolons: ``Ekeby=key;Sundby=key``."""
    lines = os.environ.get(name, "").replace(";", "\n").splitlines()
    return {
        before.strip(): after.strip()
        for before, sign, after in (line.partition("=") for line in lines)
        if sign
    }


def prefixed(prefix: str, *names: str) -> dict[str, str]:
    """Give those settings of an adapter that the environment names: ``DYGN_MAIL_HOST`` as ``host``."""
    values = {name: os.environ.get(prefix + name.upper(), "") for name in names}
    return {name: value for name, value in values.items() if value}


def database(url: str, *, pool_size: int = 0) -> dict[str, Any]:
    """Translate a PostgreSQL address into Django's form. ``pool_size`` 0 means no pool."""
    parts = conninfo_to_dict(url)
    options: dict[str, Any] = {}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {
        "ENGINE": "dygn.base.database",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": not pool_size,
        "OPTIONS": options,
    }
