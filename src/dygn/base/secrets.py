"""Secrets by reference: ``env:NAME`` or ``file:PATH`` in settings, the value only in memory."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def resolve_secrets(values: dict[str, Any]) -> dict[str, Any]:
    """Give a copy with each reference replaced by what it points at."""
    return {key: resolve_secret(value) if isinstance(value, str) else value for key, value in values.items()}


def resolve_secret(value: str) -> str:
    """Give the secret that ``env:NAME`` or ``file:PATH`` points at, or the value itself."""
    if value.startswith("env:"):
        name = value.removeprefix("env:")
        if name not in os.environ:
            raise ImproperlyConfigured(f"The environment variable {name} is not set.")
        return os.environ[name]
    if value.startswith("file:"):
        path = Path(value.removeprefix("file:"))
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"The secret file {path} cannot be read.") from error
    return value
