"""When a version is accepted: tried by the system and by hand, and approved in each of three roles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Who must say yes, in the order they are asked: the one who answers for the service, the one who will
# handle its cases, and the one who answers for what is registered, kept and weeded out.
ROLES = ("service_owner", "officer", "registrar")
BY_HAND, BY_SYSTEM, ACCESSIBILITY = "by_hand", "by_system", "accessibility"


@dataclass(frozen=True)
class Noted:
    """A test as it was noted. ``scenario`` is empty when somebody tried freely."""

    kind: str
    scenario: str
    title: str
    is_as_expected: bool
    remarks: str
    tester: str
    at: datetime
    result: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Approved:
    """A yes in a role; ``withdrawn_at`` says when a failed test took it back."""

    role: str
    approver: str
    at: datetime
    remarks: str = ""
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True)
class Protocol:
    """The acceptance protocol of one version, the latest last."""

    number: int
    content_hash: str
    tests: tuple[Noted, ...] = ()
    approvals: tuple[Approved, ...] = ()

    @property
    def is_tried_by_system(self) -> bool:
        return any(each.kind == BY_SYSTEM for each in self.tests)

    @property
    def is_tried_by_hand(self) -> bool:
        return any(each.kind == BY_HAND for each in self.tests)

    @property
    def is_tried(self) -> bool:
        """Both have tried it: before that there is nothing to approve."""
        return self.is_tried_by_system and self.is_tried_by_hand

    @property
    def standing(self) -> Mapping[str, Approved]:
        """The approvals that stand, by role."""
        return {each.role: each for each in self.approvals if each.stands}

    @property
    def missing_roles(self) -> tuple[str, ...]:
        return tuple(role for role in ROLES if role not in self.standing)

    @property
    def is_approved(self) -> bool:
        return self.is_tried and not self.missing_roles

    @property
    def open_faults(self) -> tuple[Noted, ...]:
        """What came out otherwise than expected and has not come out right since."""
        latest = {(each.kind, each.scenario): each for each in self.tests}
        return tuple(each for each in latest.values() if not each.is_as_expected)

    @property
    def latest_trial(self) -> Noted | None:
        """What the system found when it last tried the version."""
        return _last(each for each in self.tests if each.kind == BY_SYSTEM)

    @property
    def latest_accessibility(self) -> Noted | None:
        """What the browser found when it last looked at every page."""
        return _last(each for each in self.tests if each.kind == ACCESSIBILITY)


def _last(tests: Iterable[Noted]) -> Noted | None:
    return next(iter(reversed(list(tests))), None)
