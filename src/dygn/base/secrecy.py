"""Sealing what must not be read in the database, and keyed hashes to look it up by.

Keys come from ``settings.DYGN_SEAL_KEYS``: the first seals, all open, so that keys can be rotated.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class CannotOpen(Exception):
    """No key that we have opens this seal."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Encrypt and authenticate. The same text gives a new token each time."""
    return _box(tuple(settings.DYGN_SEAL_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Open what ``seal`` made; raise CannotOpen for anything else."""
    try:
        return _box(tuple(settings.DYGN_SEAL_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def lookup_key(text: str, *, purpose: str) -> str:
    """Give the keyed hash to look ``text`` up by: 64 hex digits, other for each purpose."""
    message = f"{purpose}\x00{text}".encode()
    return hmac.new(settings.DYGN_LOOKUP_KEY.encode(), message, hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """A text that is sealed in the database and plain in Python. It cannot be searched."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value
