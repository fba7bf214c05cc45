from datetime import datetime

from dygn.services.models import PreviewSession
from dygn.services.models.preview import HOURS_KEPT_AT_THE_END


def finish_preview(session: PreviewSession, *, now: datetime) -> None:
    """Come to the end: nothing is sent, and the answers rest only so long that they can become a scenario."""
    session.touch(now, hours=HOURS_KEPT_AT_THE_END)
    session.save(update_fields=["changed_at", "expires_at"])
