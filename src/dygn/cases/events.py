"""Facts about cases, told to whom it may concern after the transaction that made them true."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseReceived:
    """Something that was sent has become a case, with its reference."""

    case_id: int


@dataclass(frozen=True)
class CaseDecided:
    """A decision is made; a job draws its letter, which may not be there yet."""

    case_id: int
    decision_id: int


@dataclass(frozen=True)
class CaseClosed:
    """A case is put away as finished."""

    case_id: int


@dataclass(frozen=True)
class CaseReopened:
    """A finished case is in hand again."""

    case_id: int


@dataclass(frozen=True)
class CaseWithdrawn:
    """A person has withdrawn their case."""

    case_id: int
