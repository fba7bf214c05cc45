"""Judging an ID token (OpenID Connect Core 1.0, 3.1.3.7)."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import (
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
)
from joserfc.jwt import JWTClaimsRegistry
from joserfc.util import urlsafe_b64decode

from dygn.base.errors import Text
from dygn.identity.adapters.openid_provider import Provider, keys_of
from dygn.identity.ports import LogInRefused

# Signatures with the provider's own private key only: never "none", never a shared secret.
ALGORITHMS = (
    "RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
CLOCK_SKEW_SECONDS = 60

NOT_TRUSTED: Text = _(
    "What came back from the log-in service could not be trusted, so we let nobody in. Nothing of yours is lost."
)


@dataclass(frozen=True)
class Expected:
    """What the token must say: made by whom, for whom, in answer to which attempt."""

    client_id: str
    nonce: str


def refused(code: str) -> LogInRefused:
    """Give the refusal of something that cannot be trusted."""
    return LogInRefused(code, NOT_TRUSTED)


def judged_claims(token: str, provider: Provider, expected: Expected) -> dict[str, Any]:
    """Give the claims of a token that holds in every respect; raise LogInRefused with the reason."""
    header = _header_of(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise refused("algorithm")
    claims = _signed_claims(token, algorithm, _keys_for(header, provider))
    _judge(claims, provider, expected)
    return claims


def _header_of(token: str) -> Mapping[str, Any]:
    try:
        header = json.loads(urlsafe_b64decode(token.split(".")[0].encode()))
    except ValueError as error:
        raise refused("token") from error
    if not isinstance(header, dict):
        raise refused("token")
    return header


def _keys_for(header: Mapping[str, Any], provider: Provider) -> list[Any]:
    """Give the keys that may have signed; look anew when the one named is unknown, for keys change."""
    for anew in (False, True):
        found = [key for key in keys_of(provider, anew=anew).keys if _may_be(key, header)]
        if found:
            return found
    raise refused("key")


def _may_be(key: Any, header: Mapping[str, Any]) -> bool:
    named = header.get("kid")
    return named is None or key.kid == named


def _signed_claims(token: str, algorithm: str, keys: list[Any]) -> dict[str, Any]:
    for key in keys:
        try:
            return dict(jwt.decode(token, key, algorithms=[algorithm]).claims)
        except (JoseError, ValueError, TypeError):
            continue
    raise refused("signature")


def _judge(claims: Mapping[str, Any], provider: Provider, expected: Expected) -> None:
    rules = JWTClaimsRegistry(
        now=int(time.time()),
        leeway=CLOCK_SKEW_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
    )
    try:
        rules.validate(dict(claims))
    except ExpiredTokenError as error:
        raise refused("expired") from error
    except (InvalidClaimError, MissingClaimError) as error:
        raise refused(_REASONS.get(str(error.claim), "claims")) from error
    except (JoseError, ValueError, TypeError) as error:
        raise refused("claims") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise refused("audience")


_REASONS = {"iss": "issuer", "aud": "audience", "nonce": "nonce", "exp": "expired", "sub": "subject"}
