"""Signing without any outside: a page of our own plays the e-ID, for the demo and tests."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from authlib.common.security import generate_token
from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure
from dygn.base.secrecy import lookup_key, seal, unseal
from dygn.identity.ports import Departure, ProvenSignature, Signer, SigningRefused, ToSign
from dygn.identity.rules.personal_numbers import PersonalNumber, parse_personal_number

ISSUER = "simulated"
ANSWER_SALT = "dygn.identity.simulated-signature"
LIVES_SECONDS = 15 * 60
SIGNED, STOPPED, BROKEN = "signed", "stopped", "broken"


class SimulatedSigner(Signer):
    """Shows what is to be signed, and lets one sign, stop, be out of order or let another person sign."""

    def __init__(self, *, is_down: bool = False) -> None:
        if settings.DYGN_ENVIRONMENT == "production":
            raise ImproperlyConfigured("The simulated signing proves nothing; production has none.")
        self.is_down = is_down

    def depart(self, wanted: ToSign, *, return_address: str) -> Departure:
        self.check()
        state = generate_token(32)
        wish = seal(
            json.dumps(
                {
                    "state": state,
                    "text": wanted.text,
                    "hash": wanted.content_hash,
                    "number": wanted.number,
                    "level": wanted.level,
                    "back": return_address,
                }
            )
        )
        return Departure(
            address=f"{reverse('identity:simulated_signing')}?{urlencode({'wish': wish})}",
            state=state,
            remembered={"hash": wanted.content_hash, "level": wanted.level, "state": state},
        )

    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenSignature:
        self.check()
        try:
            said = signing.loads(answer.get("answer", ""), salt=ANSWER_SALT, max_age=LIVES_SECONDS)
        except signing.BadSignature as error:
            raise SigningRefused("untrusted", _("The answer of the e-ID could not be read. Sign again.")) from error
        if said["outcome"] == BROKEN:
            raise OutsideFailure(str(_("The simulator is out of order.")))
        if said["outcome"] != SIGNED or said["state"] != remembered.get("state"):
            raise SigningRefused("stopped", _("You stopped before you had signed. Nothing is signed."))
        number, name = unseal(said["number"]), unseal(said["name"])
        return _proven(remembered["hash"], remembered["level"], parse_personal_number(number) if number else None, name)

    def proof_of(self, wanted: ToSign, *, number: PersonalNumber, name: str) -> ProvenSignature:
        """Give what somebody would have come back with who has signed: for the demo's own people."""
        return _proven(wanted.content_hash, wanted.level, number, name)

    def vouches(self, signature: ProvenSignature) -> bool:
        if signature.issuer != ISSUER:
            raise OutsideFailure("It was signed at another service.", lasting=True)
        number = signature.number.normal if signature.number else ""
        return signature.evidence == _proof(number, signature.content_hash)

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(str(_("The simulator is out of order.")))
        return str(_("A simulator: nothing that is signed here is binding."))


def answer_of(wish: Mapping[str, str], outcome: str, *, number: str = "", name: str = "") -> str:
    """Give what the simulator's page sends back; who signed is sealed, as addresses end up in logs."""
    said = {"state": wish["state"], "outcome": outcome, "number": seal(number), "name": seal(name)}
    return signing.dumps(said, salt=ANSWER_SALT)


def _proven(content_hash: str, level: str, number: PersonalNumber | None, name: str) -> ProvenSignature:
    return ProvenSignature(
        issuer=ISSUER,
        content_hash=content_hash,
        assurance=level,
        name=name,
        number=number,
        evidence=_proof(number.normal if number else "", content_hash),
    )


def _proof(number: str, content_hash: str) -> str:
    return lookup_key(f"{number}:{content_hash}", purpose="simulated-signature")
