from typing import Any, Protocol

from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.tenancy import current_municipality_id


class Whoever(Protocol):
    """Who acts, as far as the log needs to know (filled by identity's Actor)."""

    @property
    def key(self) -> str: ...
    @property
    def behalf_key(self) -> str: ...
    @property
    def address(self) -> str: ...


def record(action: str, subject: str, *, actor: Whoever, detail: dict[str, Any] | None = None) -> None:
    """Write that ``actor`` did or read something. ``subject`` is a key such as ``case:123``.

    ``detail`` holds keys and counts, never names, numbers or answers.
    """
    AuditEntry.objects.create(
        municipality_id=current_municipality_id(),
        at=timezone.now(),
        action=action,
        subject=subject,
        actor=actor.key,
        on_behalf_of=actor.behalf_key,
        address=actor.address,
        detail=detail or {},
    )
