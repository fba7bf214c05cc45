from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class DraftSent:
    """A draft has been sent and is a case."""

    draft_id: UUID
    service_id: int
    case_id: int


@dataclass(frozen=True)
class VersionPublished:
    """A service shows a new version, or shows itself for the first time."""

    service_id: int
    version_id: int


@dataclass(frozen=True)
class ServiceStateChanged:
    """A service was paused, opened again or withdrawn."""

    service_id: int
    state: str
