from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dygn.base.errors import NotForYou, OutsideFailure, Refusal
from dygn.base.rate_limits import rate_limited
from dygn.identity.views.round_trip import municipality_asked
from dygn.identity.web import actor_of, to_log_in
from dygn.payments.access import may_pay
from dygn.payments.actions.begin_payment import begin_payment
from dygn.payments.actions.settle_payment import settle_payment
from dygn.payments.models import Payment
from dygn.payments.queries import history_of, payment_with_id

_not_too_often = rate_limited("pay", times=60, per_seconds=600, methods=("POST",))


@require_safe
@never_cache
def pay(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """What is to be paid, and how it stands: pay now, or the receipt of what was paid."""
    payment = _payment(request, payment_id)
    if isinstance(payment, HttpResponse):
        return payment
    return _draw(request, payment)


@require_POST
@never_cache
@_not_too_often
@transaction.non_atomic_requests
def begin(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Go to pay. Pressed twice, or in two windows, it leads to the same payment."""
    payment = _payment(request, payment_id)
    if isinstance(payment, HttpResponse):
        return payment
    try:
        where = begin_payment(
            payment.pk,
            actor=actor_of(request),
            address=lambda name: _whole_address(request, name, payment),
            now=timezone.now(),
        )
    except Refusal:
        return HttpResponseRedirect(reverse("payments:pay", args=[payment.pk]))
    except OutsideFailure:
        words = _(
            "The payment service is out of order just now. What you sent is safe with us. Try again later: "
            "you find the payment here."
        )
        return _draw(request, payment, problem=words, status=503)
    return _go(request, payment, where)


@require_safe
@never_cache
@transaction.non_atomic_requests
def back(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Where the provider sends the browser back to. The provider is asked what has happened."""
    municipality_asked(request)
    if settle_payment(payment_id, now=timezone.now()) is None:
        raise NotForYou(f"there is no payment {payment_id}")
    return HttpResponseRedirect(reverse("payments:pay", args=[payment_id]))


def _payment(request: HttpRequest, payment_id: UUID) -> Payment | HttpResponse:
    """Give the payment of whoever asks, or ask them to log in."""
    municipality_asked(request)
    payment, actor = payment_with_id(payment_id), actor_of(request)
    if payment is None:
        raise NotForYou(f"there is no payment {payment_id}")
    if may_pay(actor, payment):
        return payment
    if actor.is_logged_in:
        raise NotForYou(f"{actor.key} does not owe {payment_id}")
    return to_log_in(request, sends_again=True)


def _draw(request: HttpRequest, payment: Payment, *, problem: str = "", status: int = 200) -> HttpResponse:
    facts = {
        "payment": payment,
        "happening": history_of([payment.pk])[payment.pk],
        "home_url": f"{get_script_prefix()}{payment.home.lstrip('/')}" if payment.home else "",
        "begin_url": reverse("payments:begin", args=[payment.pk]),
        "back_url": reverse("payments:back", args=[payment.pk]),
        "problem": problem,
    }
    return render(request, "payments/pay.html", facts, status=status)


def _go(request: HttpRequest, payment: Payment, where: str) -> HttpResponse:
    """Send the browser to the provider.

    Our pages let forms lead to ourselves alone (``form-action``), redirects from there too: a page
    between sends on at once, and has a link for whoever it does not.
    """
    if not urlsplit(where).netloc:
        return HttpResponseRedirect(where, status=303)
    response = render(request, "payments/leaving.html", {"payment": payment, "where": where})
    response.headers["Refresh"] = f"0; url={where}"
    return response


def _whole_address(request: HttpRequest, name: str, payment: Payment) -> str:
    arguments = [payment.pk] if name == "back" else []
    return request.build_absolute_uri(reverse(f"payments:{name}", args=arguments))
