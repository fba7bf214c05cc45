"""What balancers and watchers ask: is the process alive, is the house ready, how are its figures."""

import hmac
import ipaddress

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.operations.figures import figures_as_text
from dygn.operations.readiness import why_not_ready


@transaction.non_atomic_requests
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@transaction.non_atomic_requests
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and has all migrations: requests may come."""
    missing = why_not_ready()
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


@transaction.non_atomic_requests
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever has the token, or asks from this very machine where no token is set."""
    if not _may_see_metrics(request):
        raise Http404
    return HttpResponse(figures_as_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_see_metrics(request: HttpRequest) -> bool:
    token = settings.DYGN_METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    came_by_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        is_here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_here and not came_by_proxy
