"""How we show a provider that it is us who ask for tokens."""

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.core.exceptions import ImproperlyConfigured
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

ASSERTION_SECONDS = 60
METHODS = ("client_secret_basic", "client_secret_post", "private_key_jwt")


@dataclass(frozen=True)
class OurselvesAtProvider:
    """Our name there and what proves it: a secret both know, or a key that only we have."""

    client_id: str
    method: str
    secret: str = ""
    private_key: str = ""
    key_id: str = ""

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ImproperlyConfigured(f"The client authentication {self.method!r} is none of {METHODS}.")
        if self.method == "private_key_jwt":
            signing_key(self.private_key)

    def sign(self, address: str, body: str, *, issuer: str) -> tuple[dict[str, str], str]:
        """Give the headers and the body of a request to the provider, with our proof in them."""
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        _address, headers, body = self._auth(issuer).prepare("POST", address, headers, body)
        return headers, body

    def _auth(self, issuer: str) -> ClientAuth:
        if self.method == "private_key_jwt":
            return ClientAuth(self.client_id, signing_key(self.private_key), self._assertion(issuer))
        if self.method == "client_secret_basic":  # each part is form-encoded first (RFC 6749, 2.3.1)
            return ClientAuth(quote_plus(self.client_id), quote_plus(self.secret), self.method)
        return ClientAuth(self.client_id, self.secret, self.method)

    def _assertion(self, issuer: str) -> PrivateKeyJWT:
        """A statement of a minute's life, for this provider alone: its issuer name is the audience."""
        algorithm = "ES256" if isinstance(signing_key(self.private_key), ECKey) else "RS256"
        return PrivateKeyJWT(
            issuer,
            claims={"exp": int(time.time()) + ASSERTION_SECONDS},
            headers={"kid": self.key_id} if self.key_id else None,
            alg=algorithm,
        )


@lru_cache(maxsize=16)
def signing_key(written: str) -> RSAKey | ECKey:
    """Read a private key written as PEM or as JWK."""
    source: Any = written
    if written.lstrip().startswith("{"):
        try:
            source = json.loads(written)
        except ValueError as error:
            raise ImproperlyConfigured("The private key of the log-in service is no JSON.") from error
    for kind in (RSAKey, ECKey):
        try:
            return kind.import_key(source)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise ImproperlyConfigured("The private key of the log-in service is neither RSA nor EC.")
