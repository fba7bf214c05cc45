from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import NotForYou
from dygn.identity.views.round_trip import municipality_asked
from dygn.payments.actions.simulate import CHOICES, STAYS, choose_outcome, simulated_order


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.non_atomic_requests
def simulator(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The simulator of a payment provider: one chooses what happens. There is no such page elsewhere."""
    municipality_asked(request)
    order = simulated_order(order_id)
    choice = request.POST.get("choice", "")
    if request.method == "POST":
        if choice not in CHOICES:
            raise NotForYou("no such choice")
        order = choose_outcome(order_id, choice, now=timezone.now())
        if choice not in STAYS:
            return HttpResponseRedirect(order.return_address, status=303)
    facts = {"order": order, "choices": _choices(), "left": choice if choice in STAYS else ""}
    return render(request, "payments/simulator.html", facts)


def _choices() -> list[tuple[str, str, str]]:
    """Give each thing that can happen: its name, the button, and what it plays."""
    return [
        ("pay", _("Pay"), _("The usual: paid, and back to the municipality.")),
        ("refuse", _("The bank says no"), _("Nothing is paid, and one can try again.")),
        ("cancel", _("Change my mind"), _("Back without paying.")),
        ("leave", _("Leave without answering"), _("Nothing is chosen; the page is just closed.")),
        ("lost", _("Pay, and lose the way back"), _("Paid, but neither browser nor message comes back.")),
        ("slow", _("Pay slowly"), _("Back at once, but the money takes 20 seconds.")),
        ("twice", _("Pay, and be told twice"), _("The message comes twice, before the browser.")),
        ("first", _("Pay, and be told first"), _("The message comes before the browser.")),
    ]
