"""Who lives and works in the demo, read from ``data/*.yaml``. Knows no database."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dygn.base.saying import _

NAMES = ("ekeby", "nordo", "fjellvik")
RESIDENTS_SHOWN = 3
_BY_CHANNEL = {"letter": _("gets letters on paper"), "sms": _("is told by text message")}
_PROTECTED = _("has a protected identity")
# What staff are there to show, as ``data/*.yaml`` has it: the page where one chooses who to be says it in its own language.
WHAT_STAFF_DO = (
    _("administers the municipality and operates the installation"),
    _("administers the municipality"),
    _("handles after-school care"),
    _("handles faults in streets and parks"),
    _("handles parking permits and support"),
    _("leads the streets unit"),
    _("registers and answers the phone"),
)


@dataclass(frozen=True)
class CastUnit:
    """A part of the municipality's organisation."""

    key: str
    names: dict[str, str]
    register_sign: str = ""


@dataclass(frozen=True)
class CastStaff:
    """Somebody who works there. ``what`` says in English what they are there to show."""

    name: str
    title: str
    email: str
    units: list[str]
    roles: list[str]
    what: str
    is_operator: bool = False


@dataclass(frozen=True)
class CastPerson:
    """Somebody who lives there."""

    given_name: str
    family_name: str
    number: str
    street: str
    postal_code: str
    town: str
    email: str = ""
    phone: str = ""
    channel: str = "email"
    protected_identity: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def what(self) -> str:
        """Say in English what is particular about them; mostly nothing is."""
        if self.protected_identity:
            return _PROTECTED
        return _BY_CHANNEL.get(self.channel, "")


@dataclass(frozen=True)
class CastMunicipality:
    """One of the three."""

    slug: str
    name: str
    country: str
    country_name: str
    code: str
    languages: list[str]
    theme: dict[str, Any]
    contact: dict[str, Any]
    units: list[CastUnit] = field(default_factory=list)
    staff: list[CastStaff] = field(default_factory=list)
    people: list[CastPerson] = field(default_factory=list)
    children: list[dict[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"{self.slug}.localhost"

    def address(self, port: int | str) -> str:
        """Give the address of the front page."""
        return f"http://{self.host}:{port}/"


@cache
def municipalities() -> tuple[CastMunicipality, ...]:
    """Give the three municipalities with all who are in them."""
    return tuple(_read(name) for name in NAMES)


def _read(name: str) -> CastMunicipality:
    text = files("dygn.demo").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    said = yaml.safe_load(text)
    units = [CastUnit(**unit) for unit in said.pop("units")]
    staff = [CastStaff(**member) for member in said.pop("staff")]
    people = [CastPerson(**person) for person in said.pop("people")]
    return CastMunicipality(**said, units=units, staff=staff, people=people)
