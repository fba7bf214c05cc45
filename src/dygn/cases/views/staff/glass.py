"""Cases of other units opened in an emergency, and who has read a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dygn.base.errors import NotForYou, Refusal
from dygn.base.rate_limits import rate_limited
from dygn.cases.access import HANDLING_ROLES, cases_opened_by
from dygn.cases.actions.break_glass import break_glass, choose_case_settings, read_behind_glass
from dygn.cases.forms import CaseSettingsForm, GlassForm
from dygn.cases.queries.case_page import staff_view
from dygn.cases.queries.desk import all_units
from dygn.cases.queries.glass import case_settings, opened_in_emergency, readers_of
from dygn.identity.access import require_administrator
from dygn.identity.models import StaffRole
from dygn.identity.web import actor_of, staff_required


@rate_limited("break-glass", times=10, per_seconds=600, methods=("POST",))
@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def glass(request: HttpRequest) -> HttpResponse:
    """Open a case of another unit because it cannot wait; and what has been opened so."""
    actor = actor_of(request)
    handles_cases = any(actor.has_role(role) for role in HANDLING_ROLES)
    if not handles_cases and not actor.has_role(StaffRole.Role.MANAGER):
        raise NotForYou
    form, status = GlassForm(), 200
    if request.method == "POST":
        form, status = GlassForm(request.POST), 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                case = break_glass(given["reference"], given["why"], actor=actor, now=timezone.now())
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
            else:
                messages.success(request, _("The case is open to you for eight hours. Those it concerns are told."))
                return HttpResponseRedirect(reverse("cases:behind_glass", args=[case.reference]))
    context = {
        "heading": _("Open a case in an emergency"),
        "form": form if handles_cases else None,
        "opened": opened_in_emergency(actor, all_units()),
        "now": timezone.now(),
        "staff_id": actor.staff_id,
    }
    return render(request, "cases/staff/glass.html", context, status=status)


@require_safe
@staff_required()
def behind_glass(request: HttpRequest, reference: str) -> HttpResponse:
    """A case opened in an emergency, to read and not to change."""
    actor = actor_of(request)
    case = read_behind_glass(reference, actor=actor, now=timezone.now())
    view = staff_view(case, actor, seen_events=case.event_count)
    context = {"heading": case.title, "case": case, "view": view}
    return render(request, "cases/staff/behind_glass.html", context)


@require_safe
@staff_required()
def readers(request: HttpRequest, reference: str) -> HttpResponse:
    """Who has read a case that the officer may open."""
    case = cases_opened_by(actor_of(request)).filter(reference=reference).first()
    if case is None:
        raise NotForYou
    context = {"heading": _("Who has read the case"), "case": case, "readers": readers_of(case)}
    return render(request, "cases/staff/readers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def settings(request: HttpRequest) -> HttpResponse:
    """What the municipality chooses for its cases."""
    actor = actor_of(request)
    require_administrator(actor)
    form = CaseSettingsForm(request.POST or None, initial={"shows_readers": case_settings().shows_readers})
    if request.method == "POST":
        form = CaseSettingsForm(request.POST)
        if form.is_valid():
            choose_case_settings(shows_readers=form.cleaned_data["shows_readers"], actor=actor)
            messages.success(request, _("It is saved."))
            return HttpResponseRedirect(reverse("cases:settings"))
    return render(request, "cases/staff/settings.html", {"heading": _("Settings for cases"), "form": form})
