from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.base.spreadsheets import spreadsheet
from dygn.identity.web import actor_of, staff_required
from dygn.payments.access import payments_kept_by
from dygn.payments.actions.export_payments import export_payments
from dygn.payments.forms import FilterForm
from dygn.payments.queries import chosen_payments, page_of, services_paid_for, sums_of


@require_safe
@staff_required()
@never_cache
def payments(request: HttpRequest) -> HttpResponse:
    """What is owed and paid, service by service: states, sums, and each payment."""
    kept = payments_kept_by(actor_of(request))
    form = _form(request)
    chosen = chosen_payments(kept, form.asked)
    rows, after = page_of(chosen, _uuid(request.GET.get("after", "")))
    query = request.GET.copy()
    query.pop("after", None)
    facts = {
        "form": form,
        "rows": rows,
        "sums": sums_of(chosen),
        "query": query.urlencode(),
        "after": after,
    }
    return render(request, "payments/staff/payments.html", facts)


@require_safe
@staff_required()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The payments as a file for a spreadsheet, as they are filtered."""
    exported = export_payments(_form(request).asked, actor=actor_of(request), kind=kind)
    name = f"payments-{timezone.localdate().isoformat()}"
    return spreadsheet(exported.lines(), kind, name=name, title=_("Payments"))


def _form(request: HttpRequest) -> FilterForm:
    kept = payments_kept_by(actor_of(request))
    services = services_paid_for(kept, get_language() or "en")
    return FilterForm(request.GET, services=services, auto_id="filter-%s")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
