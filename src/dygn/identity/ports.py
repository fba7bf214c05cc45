"""What identity asks of the outside: proof of who somebody is, and what the population register says."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dygn.base.errors import Refusal, Text
from dygn.identity.rules.personal_numbers import PersonalNumber


class LogInRefused(Refusal):
    """The log-in was not let through. ``code`` says why, for the log; the person gets the message."""

    def __init__(self, code: str, message: Text, *, was_cancelled: bool = False) -> None:
        super().__init__(code, message)
        self.was_cancelled = was_cancelled


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and what its session remembers until it is back.

    ``remembered`` holds plain text only; ``state`` names the attempt and comes back with it.
    """

    address: str
    state: str
    remembered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProvenIdentity:
    """Who somebody is, as the log-in service vouches for it."""

    issuer: str
    subject: str
    assurance: str = "low"
    number: PersonalNumber | None = None
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    email_is_verified: bool = False
    groups: tuple[str, ...] = ()
    proof: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class ElectronicIdentity(ABC):
    """A service where people prove who they are: an e-ID for residents, the employer's log-in for staff."""

    @abstractmethod
    def depart(self, *, return_address: str, level: str, language: str) -> Departure:
        """Prepare one attempt. Each is another; OutsideFailure when the service cannot be reached."""

    @abstractmethod
    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenIdentity:
        """Judge what the browser came back with. Works once for each attempt.

        Raises LogInRefused when it cannot be trusted or was cancelled, OutsideFailure when the
        service cannot be reached.
        """

    @abstractmethod
    def farewell_address(self, proof: str, *, return_address: str) -> str:
        """Give the address where the person logs out of the service too; empty when it has none."""

    @abstractmethod
    def check(self) -> str:
        """Give one line about the service for administrators; raise OutsideFailure if it is out of order."""


@dataclass(frozen=True)
class RegisteredPerson:
    """What the population register says of somebody. A protected person comes without an address."""

    given_name: str
    family_name: str
    protected_identity: bool = False
    street: str = ""
    postal_code: str = ""
    town: str = ""


@dataclass(frozen=True)
class RegisteredChild:
    """A child of somebody, and whether that somebody has custody of it, alone or with another."""

    number: PersonalNumber
    given_name: str
    family_name: str
    is_in_custody: bool
    protected_identity: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class RegisteredGuardian:
    """Somebody who has custody of a child."""

    number: PersonalNumber
    name: str
    protected_identity: bool = False


@dataclass(frozen=True)
class RegisteredCompany:
    """A company in which somebody has a part, and whether they may sign for it alone."""

    number: str
    name: str
    signs_alone: bool


class PopulationRegister(ABC):
    """The register of who lives where. Asking twice does no harm; each question is accounted for there."""

    @abstractmethod
    def find(self, number: PersonalNumber) -> RegisteredPerson | None:
        """Give what is registered, or None when the number is not. OutsideFailure when it does not answer."""

    @abstractmethod
    def children_of(self, number: PersonalNumber) -> Sequence[RegisteredChild]:
        """Give the person's children under age, also those in another's custody; none when nothing is known.

        OutsideFailure when it does not answer.
        """

    @abstractmethod
    def guardians_of(self, number: PersonalNumber) -> Sequence[RegisteredGuardian]:
        """Give those who have custody of a child; none when nothing is known.

        OutsideFailure when it does not answer.
        """

    @abstractmethod
    def check(self) -> str:
        """Give one line about the register for administrators; raise OutsideFailure if it is out of order."""


class CompanyRegister(ABC):
    """The register of who signs for which company. Asking twice does no harm."""

    @abstractmethod
    def companies_of(self, number: PersonalNumber) -> Sequence[RegisteredCompany]:
        """Give the companies in which the person has a part; none when nothing is known.

        OutsideFailure when it does not answer.
        """

    @abstractmethod
    def check(self) -> str:
        """Give one line about the register for administrators; raise OutsideFailure if it is out of order."""


class SigningRefused(Refusal):
    """Nothing was signed. ``code`` says why, for the log; the person gets the message."""


@dataclass(frozen=True)
class ToSign:
    """What somebody is to sign: the text they are shown, and the SHA-256 of all that it stands for, in hex.

    ``number`` is the personal number of whoever is to sign, where it is known.
    """

    text: str = field(repr=False)
    content_hash: str
    level: str
    language: str
    number: str = field(default="", repr=False)


@dataclass(frozen=True)
class ProvenSignature:
    """Who signed what, as the signing service vouches for it. ``evidence`` is its own proof, kept as it came."""

    issuer: str
    content_hash: str
    assurance: str
    name: str = ""
    number: PersonalNumber | None = field(default=None, repr=False)
    evidence: str = field(default="", repr=False)


class Signer(ABC):
    """A service where people sign with their e-ID."""

    @abstractmethod
    def depart(self, wanted: ToSign, *, return_address: str) -> Departure:
        """Prepare one signing. Each is another; OutsideFailure when the service cannot be reached."""

    @abstractmethod
    def arrive(self, answer: Mapping[str, str], remembered: Mapping[str, str]) -> ProvenSignature:
        """Judge what the browser came back with. Works once for each signing.

        Raises SigningRefused when nothing was signed, it cannot be trusted, or it was signed less surely than
        the level that was wanted; OutsideFailure when the service cannot be reached.
        """

    @abstractmethod
    def vouches(self, signature: ProvenSignature) -> bool:
        """Say whether the evidence still proves this signature, whenever it is asked.

        Of another service's signature, told by its issuer, it raises OutsideFailure: it cannot know.
        """

    @abstractmethod
    def check(self) -> str:
        """Give one line about the service for administrators; raise OutsideFailure if it is out of order."""


class ContactCodeCarrier(ABC):
    """Carries a code to an e-mail address or a phone, to see whose it is.

    Called in the transaction that makes the code; what is sent goes out when it commits.
    """

    @abstractmethod
    def send(self, code: str, *, kind: str, contact: str, language: str) -> None:
        """Send the code; ``kind`` is ``email`` or ``phone``."""

    @abstractmethod
    def check(self) -> str:
        """Give one line about the carrier for administrators; raise OutsideFailure if it is out of order."""
