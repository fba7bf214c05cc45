"""What an OpenID provider says of itself: its addresses and its keys, fetched and kept for a while."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import call

ADDRESSES_FRESH_SECONDS = 300
KEYS_FRESH_SECONDS = 3_600
KEYS_REST_SECONDS = 10  # an unknown key is looked for again, but not more often than this


@dataclass(frozen=True)
class Provider:
    """The addresses of a provider (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end_session: str = ""
    pushed_authorization: str = ""
    names_itself: bool = False


_providers: dict[str, tuple[float, Provider]] = {}
_keys: dict[str, tuple[float, KeySet]] = {}


def provider_of(issuer: str) -> Provider:
    """Give the provider's addresses, at most five minutes old.

    Raises OutsideFailure when it does not answer, or says that it is somebody else.
    """
    if not _is_web_address(issuer):
        raise OutsideFailure(f"The issuer {issuer} is not an https address.", lasting=True)
    kept = _providers.get(issuer)
    if kept is not None and time.monotonic() - kept[0] < ADDRESSES_FRESH_SECONDS:
        return kept[1]
    provider = _read(issuer, _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
    _providers[issuer] = (time.monotonic(), provider)
    return provider


def keys_of(provider: Provider, *, anew: bool = False) -> KeySet:
    """Give the provider's keys. ``anew``: fetch them unless that was done a moment ago."""
    kept = _keys.get(provider.keys)
    fresh_for = KEYS_REST_SECONDS if anew else KEYS_FRESH_SECONDS
    if kept is not None and time.monotonic() - kept[0] < fresh_for:
        return kept[1]
    keys = _usable_keys(_fetched(provider.keys))
    _keys[provider.keys] = (time.monotonic(), keys)
    return keys


def forget_providers() -> None:
    """Forget what was fetched, for tests and after a change of connection."""
    _providers.clear()
    _keys.clear()


def _fetched(address: str) -> dict[str, Any]:
    answer = call("GET", address)
    found = answer.json() if answer.status == 200 else None
    if not isinstance(found, dict):
        raise OutsideFailure(f"{address} did not answer with what an OpenID provider says of itself.")
    return found


def _read(issuer: str, found: dict[str, Any]) -> Provider:
    if found.get("issuer") != issuer:
        raise OutsideFailure(f"The provider at {issuer} says that it is another.", lasting=True)
    for name, address in found.items():
        if name.endswith(("_endpoint", "_uri")) and not _is_web_address(address):
            raise OutsideFailure(f"The provider at {issuer} gives an unsafe {name}.", lasting=True)
    try:
        return Provider(
            issuer=issuer,
            authorization=found["authorization_endpoint"],
            token=found["token_endpoint"],
            keys=found["jwks_uri"],
            userinfo=found.get("userinfo_endpoint", ""),
            end_session=found.get("end_session_endpoint", ""),
            pushed_authorization=found.get("pushed_authorization_request_endpoint", ""),
            names_itself=bool(found.get("authorization_response_iss_parameter_supported")),
        )
    except KeyError as error:
        raise OutsideFailure(f"The provider at {issuer} does not say its {error}.", lasting=True) from error


def _is_web_address(address: object) -> bool:
    """Accept https, and outside production plain http on this very machine."""
    here = () if settings.DYGN_ENVIRONMENT == "production" else ("http://localhost:", "http://127.0.0.1:")
    return isinstance(address, str) and address.startswith(("https://", *here))


def _usable_keys(found: dict[str, Any]) -> KeySet:
    """Take the keys that are for signatures; one of a kind that we do not know spoils none of the others."""
    usable = []
    for key in found.get("keys", []):
        if not isinstance(key, dict) or key.get("use", "sig") != "sig" or key.get("kty") == "oct":
            continue
        try:
            usable += KeySet.import_key_set({"keys": [key]}).keys
        except (JoseError, ValueError, KeyError, TypeError):
            continue
    return KeySet(usable)
