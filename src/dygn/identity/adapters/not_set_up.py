from collections.abc import Mapping, Sequence
from typing import NoReturn

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.identity.ports import (
    CompanyRegister,
    Departure,
    ElectronicIdentity,
    PopulationRegister,
    ProvenIdentity,
    ProvenSignature,
    RegisteredChild,
    RegisteredCompany,
    RegisteredGuardian,
    RegisteredPerson,
    Signer,
    ToSign,
)
from dygn.identity.rules.personal_numbers import PersonalNumber


class NoElectronicIdentity(ElectronicIdentity):
    """Stands where a municipality has not said which log-in service it uses. Nobody gets in."""

    def depart(self, *, return_address: str, level: str, language: str) -> Departure:
        _fail()

    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenIdentity:
        _fail()

    def farewell_address(self, proof: str, *, return_address: str) -> str:
        return ""

    def check(self) -> str:
        _fail()


class NoPopulationRegister(PopulationRegister):
    """Stands where a municipality asks no population register. It knows nobody."""

    def find(self, number: PersonalNumber) -> RegisteredPerson | None:
        return None

    def children_of(self, number: PersonalNumber) -> Sequence[RegisteredChild]:
        return ()

    def guardians_of(self, number: PersonalNumber) -> Sequence[RegisteredGuardian]:
        return ()

    def check(self) -> str:
        return _("No population register is asked.")


class NoCompanyRegister(CompanyRegister):
    """Stands where a municipality asks no company register. It knows no company."""

    def companies_of(self, number: PersonalNumber) -> Sequence[RegisteredCompany]:
        return ()

    def check(self) -> str:
        return _("No company register is asked.")


class NoSigner(Signer):
    """Stands where a municipality has not said which signing service it uses. Nobody can sign."""

    def depart(self, wanted: ToSign, *, return_address: str) -> Departure:
        _fail_to_sign()

    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenSignature:
        _fail_to_sign()

    def vouches(self, signature: ProvenSignature) -> bool:
        """Nobody is there to ask, which says nothing against what was signed before."""
        _fail_to_sign()

    def check(self) -> str:
        _fail_to_sign()


def _fail_to_sign() -> NoReturn:
    raise OutsideFailure(_("No signing service is connected."), lasting=True)


def _fail() -> NoReturn:
    raise OutsideFailure(_("No log-in service is connected."), lasting=True)
