"""Log-in and population register without any outside, for tests and the demo."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from authlib.common.security import generate_token
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure
from dygn.identity.ports import (
    CompanyRegister,
    ContactCodeCarrier,
    Departure,
    ElectronicIdentity,
    LogInRefused,
    PopulationRegister,
    ProvenIdentity,
    RegisteredChild,
    RegisteredCompany,
    RegisteredGuardian,
    RegisteredPerson,
)
from dygn.identity.rules.personal_numbers import PersonalNumber, parse_personal_number


class FakeElectronicIdentity(ElectronicIdentity):
    """Vouches for whoever it is told to; ``is_down`` plays an outage."""

    def __init__(
        self, *, number: str = "", name: str = "Alva Ek", email: str = "", is_down: bool = False
    ) -> None:
        if settings.DYGN_ENVIRONMENT == "production":
            raise ImproperlyConfigured("The fake log-in lets everybody in; production has none.")
        self.number = number
        self.name = name
        self.email = email
        self.is_down = is_down

    def depart(self, *, return_address: str, level: str, language: str) -> Departure:
        self._fail_when_down()
        state = generate_token(32)
        address = f"{return_address}?{urlencode({'state': state, 'code': 'fake'})}"
        return Departure(address=address, state=state, remembered={"level": level})

    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenIdentity:
        self._fail_when_down()
        if "error" in answer:
            raise LogInRefused("cancelled", _("You stopped before you were logged in."), was_cancelled=True)
        given, _space, family = self.name.rpartition(" ")
        return ProvenIdentity(
            issuer="fake",
            subject=self.email or self.number,
            assurance=remembered["level"],
            number=parse_personal_number(self.number) if self.number else None,
            given_name=given,
            family_name=family,
            email=self.email,
            email_is_verified=bool(self.email),
        )

    def farewell_address(self, proof: str, *, return_address: str) -> str:
        return ""

    def check(self) -> str:
        self._fail_when_down()
        return str(_("A simulator: whoever is chosen is let in."))

    def _fail_when_down(self) -> None:
        if self.is_down:
            raise OutsideFailure(str(_("The simulator is out of order.")))


class FakePopulationRegister(PopulationRegister):
    """Knows the people it is told of: ``{"189001019802": {"given_name": "Alva", …}}``.

    ``children`` are lists by the parent's number: ``number``, ``given_name``, ``family_name``,
    ``is_in_custody`` and ``protected_identity``.
    """

    def __init__(
        self,
        *,
        people: dict[str, dict[str, str]] | None = None,
        children: dict[str, list[dict[str, Any]]] | None = None,
        is_down: bool = False,
    ) -> None:
        self.people = people or {}
        self.children = children or {}
        self.is_down = is_down

    def find(self, number: PersonalNumber) -> RegisteredPerson | None:
        self.check()
        found = self.people.get(number.normal)
        if found is None:
            return None
        return RegisteredPerson(
            given_name=found.get("given_name", ""),
            family_name=found.get("family_name", ""),
            protected_identity=bool(found.get("protected_identity")),
            street=found.get("street", ""),
            postal_code=found.get("postal_code", ""),
            town=found.get("town", ""),
        )

    def children_of(self, number: PersonalNumber) -> Sequence[RegisteredChild]:
        self.check()
        return [
            RegisteredChild(
                number=parse_personal_number(each["number"]),
                given_name=each.get("given_name", ""),
                family_name=each.get("family_name", ""),
                is_in_custody=bool(each.get("is_in_custody")),
                protected_identity=bool(each.get("protected_identity")),
            )
            for each in self.children.get(number.normal, ())
        ]

    def guardians_of(self, number: PersonalNumber) -> Sequence[RegisteredGuardian]:
        self.check()
        return [
            RegisteredGuardian(parent, self._name_of(parent.normal), self._is_protected(parent.normal))
            for parent_number, children in self.children.items()
            for parent in [parse_personal_number(parent_number)]
            if any(
                each.get("is_in_custody") and parse_personal_number(each["number"]).normal == number.normal
                for each in children
            )
        ]

    def _name_of(self, number: str) -> str:
        found = self.people.get(number, {})
        return f"{found.get('given_name', '')} {found.get('family_name', '')}".strip()

    def _is_protected(self, number: str) -> bool:
        return bool(self.people.get(number, {}).get("protected_identity"))

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(str(_("The simulator is out of order.")))
        return str(_("A simulator: it knows only what the demo has told it."))


class FakeCompanyRegister(CompanyRegister):
    """Knows the companies it is told of by the person's number: ``number``, ``name`` and ``signs_alone``."""

    def __init__(
        self, *, companies: dict[str, list[dict[str, Any]]] | None = None, is_down: bool = False
    ) -> None:
        self.companies = companies or {}
        self.is_down = is_down

    def companies_of(self, number: PersonalNumber) -> Sequence[RegisteredCompany]:
        self.check()
        return [
            RegisteredCompany(each["number"], each.get("name", ""), bool(each.get("signs_alone")))
            for each in self.companies.get(number.normal, ())
        ]

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(str(_("The simulator is out of order.")))
        return str(_("A simulator: it knows only what the demo has told it."))


class FakeContactCodes(ContactCodeCarrier):
    """Keeps the codes where a test can read them."""

    sent: list[tuple[str, str, str]] = []

    def send(self, code: str, *, kind: str, contact: str, language: str) -> None:
        self.sent.append((kind, contact, code))

    def check(self) -> str:
        return f"{len(self.sent)} codes sent."
