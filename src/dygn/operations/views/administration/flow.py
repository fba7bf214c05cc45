from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.operations.flow import flow_by_day, told_too_late
from dygn.operations.views.administration.frame import administrators_page, show

_SHOWN = timedelta(days=14)


@administrators_page
def flow(request: HttpRequest) -> HttpResponse:
    """Day by day: cases received, cases registered, people told; and what is stuck."""
    now = timezone.now()
    days = flow_by_day(since=now - _SHOWN, now=now)
    return show(request, "flow", _("From received to told"), days=days, stuck=told_too_late(now=now))
