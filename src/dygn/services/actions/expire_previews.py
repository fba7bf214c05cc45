from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dygn.services.models import PreviewLink, PreviewSession
from dygn.services.preview_queries import sessions_over

DAYS_AFTER_THE_END = 90


@transaction.atomic
def expire_previews(*, now: datetime) -> int:
    """Delete what was filled in at previews and is over, and links that ended long ago; give how many forms."""
    over, _by_model = PreviewSession.objects.filter(sessions_over(now)).delete()
    long_ago = now - timedelta(days=DAYS_AFTER_THE_END)
    PreviewLink.objects.filter(Q(expires_at__lte=long_ago) | Q(ended_at__lte=long_ago)).delete()
    return over
