from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dygn.base.errors import Refusal
from dygn.cases.access import require_case_officer
from dygn.cases.actions.note_near_person import note_near_person, remove_near_person
from dygn.cases.forms import NearForm
from dygn.cases.queries.people import near_to
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.identity.web import actor_of, staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def near(request: HttpRequest) -> HttpResponse:
    """Those whose cases this officer does not handle: themselves, kin, friends."""
    actor = actor_of(request)
    require_case_officer(actor)
    if request.method != "POST":
        return _show(request, NearForm())
    form = NearForm(request.POST)
    if form.is_valid():
        country = request.municipality.country  # type: ignore[attr-defined]
        try:
            number = parse_personal_number(form.cleaned_data["number"], (country,))
            note_near_person(number, form.cleaned_data["label"], actor=actor, now=timezone.now())
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else "number"
            form.add_error(field, str(refusal.message))
        else:
            messages.success(request, _("It is noted. Their cases are closed to you, now and later."))
            return HttpResponseRedirect(reverse("cases:near"))
    return _show(request, form, status=422)


@require_POST
@staff_required()
def remove_near(request: HttpRequest, near_id: int) -> HttpResponse:
    """Forget a note of one's own."""
    remove_near_person(near_id, actor=actor_of(request))
    messages.success(request, _("It is no longer noted."))
    return HttpResponseRedirect(reverse("cases:near"))


def _show(request: HttpRequest, form: NearForm, status: int = 200) -> HttpResponse:
    context = {
        "heading": _("Cases you do not handle"),
        "near": near_to(actor_of(request)),
        "form": form,
    }
    return render(request, "cases/staff/near.html", context, status=status)
