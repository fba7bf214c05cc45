from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StaffLoggedIn:
    """A member of staff has logged in."""

    municipality_id: int
    staff_id: int
    account_id: int


@dataclass(frozen=True)
class StaffRolesChanged:
    """What a member of staff may do has changed."""

    municipality_id: int
    staff_id: int


@dataclass(frozen=True)
class EmergencyAccountUsed:
    """Somebody used the emergency account, or tried to."""

    at: datetime
    address: str
    host: str
    was_let_in: bool


@dataclass(frozen=True)
class PersonRegistered:
    """The population register has told a person's name, address and protection, perhaps other than before."""

    municipality_id: int
    person_id: int


@dataclass(frozen=True)
class DetailsChanged:
    """A person has changed how they want to be reached."""

    municipality_id: int
    person_id: int
