"""Any OpenID Connect provider: ID-porten, a Swedish e-ID, a MitID broker, the employer's log-in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.outbound import call
from dygn.identity.actor import ASSURANCE_LEVELS
from dygn.identity.adapters.openid_client import OurselvesAtProvider
from dygn.identity.adapters.openid_provider import Provider, keys_of, provider_of
from dygn.identity.adapters.openid_tokens import Expected, judged_claims, refused
from dygn.identity.adapters.profiles import PROFILES, Profile
from dygn.identity.ports import Departure, ElectronicIdentity, LogInRefused, ProvenIdentity
from dygn.identity.rules.personal_numbers import PersonalNumber, parse_personal_number

Claims = Mapping[str, Any]


class OpenIdConnect(ElectronicIdentity):
    """Authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636).

    ``private_key`` is a PEM or a JWK and means private_key_jwt; otherwise ``client_secret`` is sent
    as ``client_auth`` says: client_secret_basic or client_secret_post. ``trusts_email``: the service
    gives only e-mail addresses that are its own to give, though it does not say so.
    """

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        profile: str,
        client_secret: str = "",
        client_auth: str = "client_secret_basic",
        private_key: str = "",
        key_id: str = "",
        scopes: list[str] | None = None,
        trusts_email: bool = False,
        extra: dict[str, str] | None = None,
    ) -> None:
        if profile not in PROFILES:
            raise ImproperlyConfigured(
                f"There is no log-in profile {profile!r}; there are {sorted(PROFILES)}."
            )
        self.issuer = issuer
        self.ourselves = OurselvesAtProvider(
            client_id=client_id,
            method="private_key_jwt" if private_key else client_auth,
            secret=client_secret,
            private_key=private_key,
            key_id=key_id,
        )
        self.profile: Profile = PROFILES[profile]
        self.scopes = scopes or list(self.profile.scopes)
        self.trusts_email = trusts_email
        self.extra = extra or {}

    def depart(self, *, return_address: str, level: str, language: str) -> Departure:
        provider = provider_of(self.issuer)
        remembered = {
            "nonce": generate_token(32),
            "verifier": generate_token(64),
            "return_address": return_address,
            "level": level,
        }
        state = generate_token(32)
        address = prepare_grant_uri(
            provider.authorization,
            self.ourselves.client_id,
            "code",
            redirect_uri=return_address,
            scope=" ".join(self.scopes),
            state=state,
            nonce=remembered["nonce"],
            code_challenge=create_s256_code_challenge(remembered["verifier"]),
            code_challenge_method="S256",
            ui_locales=language,
            **self._level_wanted(level),
            **self.extra,
        )
        return Departure(address=address, state=state, remembered=remembered)

    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenIdentity:
        provider = provider_of(self.issuer)
        _refuse_what_is_no_answer(answer, provider)
        tokens = self._exchange(answer["code"], provider, remembered)
        proof = tokens.get("id_token")
        if not isinstance(proof, str):
            raise refused("token")
        claims = judged_claims(proof, provider, Expected(self.ourselves.client_id, remembered["nonce"]))
        claims = self._with_userinfo(claims, provider, tokens)
        return self._identity(claims, proof, remembered["level"])

    def farewell_address(self, proof: str, *, return_address: str) -> str:
        address = provider_of(self.issuer).end_session
        if not address:
            return ""
        query = urlencode(
            {
                "id_token_hint": proof,
                "client_id": self.ourselves.client_id,
                "post_logout_redirect_uri": return_address,
            }
        )
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def check(self) -> str:
        provider = provider_of(self.issuer)
        if not keys_of(provider).keys:
            raise OutsideFailure(f"{self.issuer} shows no key that we can use.", lasting=True)
        return str(_("%(address)s answers.") % {"address": self.issuer})

    def _level_wanted(self, level: str) -> dict[str, str]:
        values = self.profile.values_for(level) if self.profile.asks_for_level else []
        return {"acr_values": " ".join(values)} if values else {}

    def _exchange(self, code: str, provider: Provider, remembered: Mapping[str, str]) -> Claims:
        """Change the code for tokens; a code that was used before, or by somebody else, is refused."""
        body = prepare_token_request(
            "authorization_code",
            code=code,
            code_verifier=remembered["verifier"],
            redirect_uri=remembered["return_address"],
        )
        headers, body = self.ourselves.sign(provider.token, body, issuer=provider.issuer)
        answer = call("POST", provider.token, headers=headers, content=body)
        tokens = answer.json()
        if not isinstance(tokens, dict):
            raise OutsideFailure(f"{self.issuer} gave no tokens.")
        if answer.status != 200:
            raise refused("code" if tokens.get("error") == "invalid_grant" else "exchange")
        return tokens

    def _with_userinfo(
        self, claims: dict[str, Any], provider: Provider, tokens: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Ask for what the ID token leaves out; what is said of somebody else is refused."""
        who = tuple(self.profile.numbers) or ("email",)
        is_complete = any(claims.get(name) for name in who) and any(map(claims.get, ("name", "family_name")))
        if is_complete or not provider.userinfo:
            return claims
        answer = call(
            "GET", provider.userinfo, headers={"authorization": f"Bearer {tokens.get('access_token', '')}"}
        )
        said = answer.json() if answer.status == 200 else {}
        if not isinstance(said, dict):
            return claims
        if said and said.get("sub") != claims["sub"]:
            raise refused("userinfo")
        return {**said, **claims}

    def _identity(self, claims: Claims, proof: str, level: str) -> ProvenIdentity:
        assurance = self.profile.level_of(claims)
        if ASSURANCE_LEVELS.index(assurance) < ASSURANCE_LEVELS.index(level):
            raise LogInRefused(
                "assurance",
                _("This page asks for a more secure e-ID than the one you used. Log in with another one."),
            )
        given, family = _names(claims)
        return ProvenIdentity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            assurance=assurance,
            number=self._number(claims),
            given_name=given,
            family_name=family,
            email=_text(claims, "email"),
            email_is_verified=self.trusts_email or claims.get("email_verified") is True,
            groups=_texts(claims, self.profile.group_claim),
            proof=proof,
        )

    def _number(self, claims: Claims) -> PersonalNumber | None:
        for name, country in self.profile.numbers.items():
            written = _text(claims, name)
            if written:
                try:
                    return parse_personal_number(written, (country,))
                except Refusal as error:
                    raise refused("number") from error
        if self.profile.numbers:
            raise refused("number")
        return None


def _refuse_what_is_no_answer(answer: Mapping[str, str], provider: Provider) -> None:
    """Read the authorization response (RFC 6749, 4.1.2) and who it says it is from (RFC 9207)."""
    named = answer.get("iss", "")
    if named != provider.issuer and (named or provider.names_itself):
        raise refused("issuer")
    error = answer.get("error", "")
    if error in ("server_error", "temporarily_unavailable"):
        raise OutsideFailure(f"{provider.issuer} is out of order: {error}")
    if error in ("access_denied", "login_required", "interaction_required", "consent_required"):
        raise LogInRefused("cancelled", _("You stopped before you were logged in."), was_cancelled=True)
    if error or not answer.get("code"):
        raise refused("answer")


def _names(claims: Claims) -> tuple[str, str]:
    given, family = _text(claims, "given_name"), _text(claims, "family_name")
    if not given and not family:
        given, _space, family = _text(claims, "name").rpartition(" ")
    return given[:120], family[:120]


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _texts(claims: Claims, name: str) -> tuple[str, ...]:
    value = claims.get(name, ())
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()
