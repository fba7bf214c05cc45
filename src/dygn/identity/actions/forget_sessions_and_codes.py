from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from dygn.identity.models import ContactCode
from dygn.municipalities.actions.go_round import go_round

CODES_ARE_KEPT = timedelta(days=1)


def forget_sessions_and_codes(*, now: datetime) -> None:
    """Throw away sessions that have run out and contact codes of yesterday, in every municipality."""
    Session.objects.filter(expire_date__lt=now).delete()
    go_round(lambda: ContactCode.objects.filter(sent_at__lt=now - CODES_ARE_KEPT).delete())
