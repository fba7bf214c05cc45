import logging

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dygn.audit.actions.record import record
from dygn.base.errors import OutsideFailure
from dygn.base.rate_limits import rate_limited
from dygn.identity.views.round_trip import municipality_asked
from dygn.identity.web import actor_of
from dygn.payments.actions.take_callback import take_callback
from dygn.payments.ports import ForgedCallback

logger = logging.getLogger("dygn.payments")
LONGEST = 100_000


@csrf_exempt
@require_POST
@rate_limited("payment-callback", times=600, per_seconds=60)
@transaction.non_atomic_requests
def callback(request: HttpRequest) -> HttpResponse:
    """Where the payment provider tells that something has happened. Only what it has signed is heard."""
    municipality_asked(request)
    body = request.body if len(request.body) <= LONGEST else b""
    try:
        is_known = take_callback(body, request.headers, now=timezone.now())
    except ForgedCallback:
        logger.warning("payment callback refused: the signature is not the provider's")
        record("payment.callback_refused", "payments", actor=actor_of(request))
        return HttpResponse(status=400)
    except OutsideFailure:
        return HttpResponse(status=503)  # the provider tells us once more
    return HttpResponse(status=204 if is_known else 404)
