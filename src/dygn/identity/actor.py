"""Who acts: handed to every verb, made from the session and never from what a form says."""

from dataclasses import dataclass, field

ASSURANCE_LEVELS = ("none", "low", "substantial", "high")

RoleInUnit = tuple[str, int | None]


@dataclass(frozen=True)
class Actor:
    """A person, a member of staff, an operator, the system itself, or nobody.

    ``assurance`` is the eIDAS level of the log-in. ``on_behalf_of`` is the person acted for.
    A role whose unit is None holds in the whole municipality. ``name`` is known for staff only.
    """

    municipality_id: int | None
    person_id: int | None = None
    staff_id: int | None = None
    roles: frozenset[RoleInUnit] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    assurance: str = "none"
    on_behalf_of: int | None = None
    address: str = ""
    is_operator: bool = False
    is_system: bool = False
    name: str = field(default="", compare=False, repr=False)

    @classmethod
    def nobody(cls, municipality_id: int | None, *, address: str = "") -> "Actor":
        """Give the actor of somebody who has not logged in."""
        return cls(municipality_id=municipality_id, address=address)

    @classmethod
    def system(cls, municipality_id: int | None) -> "Actor":
        """Give the actor of jobs and commands that nobody in particular asked for."""
        return cls(municipality_id=municipality_id, is_system=True)

    @property
    def key(self) -> str:
        """Name the actor for the audit log: ``person:12``, ``staff:3``, ``operator``, ``system``, ``anonymous``."""
        if self.staff_id is not None:
            return f"staff:{self.staff_id}"
        if self.person_id is not None:
            return f"person:{self.person_id}"
        if self.is_operator:
            return "operator"
        return "system" if self.is_system else "anonymous"

    @property
    def behalf_key(self) -> str:
        return "" if self.on_behalf_of is None else f"person:{self.on_behalf_of}"

    @property
    def is_logged_in(self) -> bool:
        return self.person_id is not None or self.staff_id is not None or self.is_operator

    @property
    def is_staff(self) -> bool:
        return self.staff_id is not None

    @property
    def is_resident(self) -> bool:
        return self.person_id is not None

    def has_role(self, role: str, unit_id: int | None = None) -> bool:
        """Say whether the role is held: in that unit, or, without a unit, anywhere at all."""
        if unit_id is None:
            return any(held == role for held, _unit in self.roles)
        return (role, None) in self.roles or (role, unit_id) in self.roles

    def units_of_role(self, role: str) -> frozenset[int] | None:
        """Give the units the role is held in, or None when it holds in the whole municipality."""
        if (role, None) in self.roles:
            return None
        return frozenset(unit for held, unit in self.roles if held == role and unit is not None)

    def has_assurance(self, level: str) -> bool:
        """Say whether the log-in was at least this certain."""
        return ASSURANCE_LEVELS.index(self.assurance) >= ASSURANCE_LEVELS.index(level)
