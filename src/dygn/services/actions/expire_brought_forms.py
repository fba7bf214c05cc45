from datetime import datetime, timedelta

from dygn.services.models import BroughtForm
from dygn.services.models.brought_form import HOURS_KEPT


def expire_brought_forms(*, now: datetime) -> int:
    """Delete the forms of other systems that were looked at long enough ago; give how many."""
    over, _by_model = BroughtForm.objects.filter(brought_at__lte=now - timedelta(hours=HOURS_KEPT)).delete()
    return over
