"""What differs between log-in services that all speak OpenID Connect: claims, scopes, levels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dygn.identity.actor import ASSURANCE_LEVELS

_SWEDISH = "https://id.oidc.se"
_SWEDISH_LOA = "http://id.elegnamnden.se/loa/1.0/"
_DANISH_LOA = "https://data.gov.dk/concept/core/nsis/"


@dataclass(frozen=True)
class Profile:
    """How one kind of log-in service words things.

    ``numbers``: claim that holds a personal number → its country. ``levels``: what the service calls
    a level of assurance (``level_claims``, the first there counts) → ours. ``unsaid_level`` is what a
    log-in counts for when the service says nothing that we know.
    """

    scopes: tuple[str, ...] = ("openid",)
    numbers: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    level_claims: tuple[str, ...] = ("acr",)
    asks_for_level: bool = True
    unsaid_level: str = "none"
    group_claim: str = "groups"

    def level_of(self, claims: Mapping[str, object]) -> str:
        """Give our level for what the service says."""
        for name in self.level_claims:
            value = claims.get(name)
            if isinstance(value, str) and value:
                return self.levels.get(value, self.unsaid_level)
        return self.unsaid_level

    def values_for(self, level: str) -> list[str]:
        """Give the service's words for this level and those above it, the lowest first."""
        order = ASSURANCE_LEVELS.index
        enough = [(order(ours), word) for word, ours in self.levels.items() if order(ours) >= order(level)]
        return [word for _order, word in sorted(enough, key=lambda pair: pair[0])]


# ID-porten (Norway): docs.digdir.no, "ID-token" and "acr".
ID_PORTEN = Profile(
    scopes=("openid", "profile"),
    numbers={"pid": "no"},
    levels={
        "idporten-loa-low": "low",
        "idporten-loa-substantial": "substantial",
        "idporten-loa-high": "high",
    },
)

# The Swedish OpenID Connect profile and claims specification (oidc.se) with DIGG's levels.
SWEDISH = Profile(
    scopes=("openid", f"{_SWEDISH}/scope/naturalPersonInfo", f"{_SWEDISH}/scope/naturalPersonNumber"),
    numbers={
        f"{_SWEDISH}/claim/personalIdentityNumber": "se",
        f"{_SWEDISH}/claim/coordinationNumber": "se",
    },
    levels={
        f"{_SWEDISH_LOA}loa2": "low",
        f"{_SWEDISH_LOA}loa3": "substantial",
        "http://id.swedenconnect.se/loa/1.0/uncertified-loa3": "substantial",
        f"{_SWEDISH_LOA}loa4": "high",
    },
)

# A broker in front of MitID (Denmark): NSIS levels in ``loa``, the CPR number in ``cpr``.
MITID = Profile(
    scopes=("openid", "mitid", "ssn"),
    numbers={"cpr": "dk", "dk.cpr": "dk", "cprNumberIdentifier": "dk"},
    levels={
        f"{_DANISH_LOA}Low": "low",
        f"{_DANISH_LOA}Substantial": "substantial",
        f"{_DANISH_LOA}High": "high",
    },
    level_claims=("loa", "acr"),
)

# An employer's log-in service. It says who somebody is at work; how certain is the employer's affair.
STAFF = Profile(scopes=("openid", "profile", "email"), asks_for_level=False, unsaid_level="substantial")

PROFILES = {"idporten": ID_PORTEN, "swedish": SWEDISH, "mitid": MITID, "staff": STAFF}
