"""Facts about cases, told to whom it may concern after the transaction that made them true."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseReceived:
    case_id: int


@dataclass(frozen=True)
class CaseDecided:
    case_id: int
    decision_id: int


@dataclass(frozen=True)
class CaseClosed:
    case_id: int


@dataclass(frozen=True)
class CaseReopened:
    case_id: int


@dataclass(frozen=True)
class CaseWithdrawn:
    case_id: int
