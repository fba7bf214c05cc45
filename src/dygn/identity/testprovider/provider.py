"""The provider itself, without the web: clients, codes, tokens and keys. All of it in memory."""

import hmac
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from dygn.identity.adapters.profiles import PROFILES
from dygn.identity.rules.personal_numbers import NumberKind, parse_personal_number
from dygn.identity.testprovider.connections import PROFILE_OF_COUNTRY, SECRET
from dygn.identity.testprovider.people import RESIDENT, STAFF, Invented

CODE_SECONDS = 60
TOKEN_SECONDS = 300
ALGORITHM = "RS256"


class Unfit(Exception):
    """The request does not hold. ``error`` is OAuth's word for it (RFC 6749, 4.1.2.1 and 5.2)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True)
class Client:
    """Who may send people here: a municipality's portal, for its residents or for its staff."""

    client_id: str
    kind: str
    country: str = ""

    @property
    def profile_name(self) -> str:
        return "staff" if self.kind == STAFF else PROFILE_OF_COUNTRY[self.country]


CLIENTS = {
    client.client_id: client
    for client in (
        Client("staff", STAFF),
        *(Client(f"residents-{code}", RESIDENT, code) for code in PROFILE_OF_COUNTRY),
    )
}
RETURN_PATHS = ("/login/callback/", "/staff/login/callback/")


@dataclass(frozen=True)
class Wish:
    """An authorization request that holds."""

    client: Client
    redirect_uri: str
    nonce: str
    challenge: str
    state: str = ""
    levels: tuple[str, ...] = ()

    @property
    def host_label(self) -> str:
        """The first word of the host name that sent the person: in the demo, the municipality."""
        return (urlsplit(self.redirect_uri).hostname or "").split(".")[0]


@dataclass
class Grant:
    """What a code stands for."""

    wish: Wish
    person: Invented
    level: str
    until: float
    auth_time: int = field(default_factory=lambda: int(time.time()))


class TestProvider:
    """Keeps what is granted and signs what is said. Safe between threads."""

    __test__ = False  # the name does not make it a test

    def __init__(self, issuer: str, people: tuple[Invented, ...]) -> None:
        self.issuer = issuer
        self.people = people
        self.key = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}
        self._alone = threading.Lock()

    def configuration(self) -> dict[str, Any]:
        """Say of oneself what OpenID Connect Discovery 1.0 asks for."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile", "email"],
            "ui_locales_supported": ["sv", "da", "nb", "nn", "en"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        """Show the public keys."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def wish(self, asked: Mapping[str, str]) -> Wish:
        """Read an authorization request; raise Unfit when it does not hold."""
        client = CLIENTS.get(asked.get("client_id", ""))
        if client is None or not _may_return_to(asked.get("redirect_uri", "")):
            raise Unfit("invalid_request", "The client or its return address is not known here.")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            raise Unfit("invalid_request", "Only the code flow of OpenID Connect is spoken here.")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise Unfit("invalid_request", "PKCE with S256 is asked for.")
        return Wish(
            client=client,
            redirect_uri=asked["redirect_uri"],
            nonce=asked.get("nonce", ""),
            challenge=asked["code_challenge"],
            state=asked.get("state", ""),
            levels=tuple(asked.get("acr_values", "").split()),
        )

    def people_for(self, wish: Wish) -> list[Invented]:
        """Give those who can log in for this client: of the municipality that asks, else all of its kind."""
        fit = [
            person
            for person in self.people
            if person.kind == wish.client.kind and wish.client.country in ("", person.country)
        ]
        return [person for person in fit if person.municipality == wish.host_label] or fit

    def grant(self, wish: Wish, person: Invented) -> str:
        """Let the person in and give the code that stands for it."""
        code = secrets.token_urlsafe(32)
        level = wish.levels[0] if wish.levels else _usual_level(wish.client)
        with self._alone:
            self._codes[code] = Grant(wish, person, level, time.time() + CODE_SECONDS)
        return code

    def exchange(self, asked: Mapping[str, str], *, client_id: str, secret: str) -> dict[str, Any]:
        """Change a code for tokens, once."""
        if client_id not in CLIENTS or not hmac.compare_digest(secret, SECRET):
            raise Unfit("invalid_client", "The client is not known or its secret is another.")
        with self._alone:
            grant = self._codes.pop(asked.get("code", ""), None)
        if asked.get("grant_type") != "authorization_code" or grant is None or grant.until < time.time():
            raise Unfit("invalid_grant", "The code is not known, used already, or too old.")
        if grant.wish.client.client_id != client_id or grant.wish.redirect_uri != asked.get("redirect_uri"):
            raise Unfit("invalid_grant", "The code belongs to another client or return address.")
        if not hmac.compare_digest(_challenge(asked.get("code_verifier", "")), grant.wish.challenge):
            raise Unfit("invalid_grant", "The code was asked for by somebody else.")
        return self._tokens_for(grant)

    def userinfo(self, token: str) -> dict[str, Any]:
        """Say who the token's person is."""
        with self._alone:
            grant = self._tokens.get(token)
        if grant is None or grant.until < time.time():
            raise Unfit("invalid_token", "The token is not known or too old.")
        return claims_of(grant.person)

    def _tokens_for(self, grant: Grant) -> dict[str, Any]:
        token = secrets.token_urlsafe(32)
        with self._alone:
            self._tokens[token] = replace(grant, until=time.time() + TOKEN_SECONDS)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self._id_token(grant),
        }

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": grant.wish.client.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": grant.auth_time,
            "nonce": grant.wish.nonce,
            "acr": grant.level,
            **({"loa": grant.level} if grant.wish.client.country == "dk" else {}),
            **claims_of(grant.person),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid}, claims, self.key)


def claims_of(person: Invented) -> dict[str, Any]:
    """Say of a person what the services of their country say."""
    claims: dict[str, Any] = {
        "sub": person.email if person.kind == STAFF else f"invented:{person.id}",
        "given_name": person.given_name,
        "family_name": person.family_name,
        "name": person.name,
    }
    if person.kind == STAFF:
        return {**claims, "email": person.email, "email_verified": True, "groups": list(person.roles)}
    return {**claims, number_claim(person): person.number}


def number_claim(person: Invented) -> str:
    """Name the claim that holds the personal number."""
    names = list(PROFILES[PROFILE_OF_COUNTRY[person.country]].numbers)
    number = parse_personal_number(person.number, (person.country,))
    return names[1] if number.kind is NumberKind.COORDINATION else names[0]


def somebody_else(number: str, name: str, *, country: str) -> Invented:
    """Make up a person on the spot, with any number that is right. Raises Refusal."""
    parsed = parse_personal_number(number, (country,))
    given, _space, family = (name.strip() or "Nobody Known").rpartition(" ")
    return Invented(parsed.normal, given, family, country, "", number=parsed.normal)


def _usual_level(client: Client) -> str:
    values = PROFILES[client.profile_name].values_for("substantial")
    return values[0] if values else "substantial"


def _may_return_to(address: str) -> bool:
    parts = urlsplit(address)
    host = parts.hostname or ""
    on_this_machine = host in ("localhost", "127.0.0.1") or host.endswith(".localhost")
    return parts.scheme in ("http", "https") and on_this_machine and parts.path in RETURN_PATHS


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
