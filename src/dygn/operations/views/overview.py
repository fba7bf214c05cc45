from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.web import operator_required
from dygn.operations.health import health_of
from dygn.operations.queries import queues


@require_safe
@operator_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """How the installation is: what is well, what is not and what to do, and how the queues stand."""
    now = timezone.now()
    signs = health_of(now=now)
    facts = {
        "signs": signs,
        "is_well": all(sign.is_well for sign in signs),
        "queues": queues(now=now),
    }
    return render(request, "operations/overview.html", facts)
