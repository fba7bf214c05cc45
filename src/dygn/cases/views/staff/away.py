"""Who is away, who stands in, and a colleague's cases given to another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dygn.base.errors import Refusal
from dygn.cases.access import require_case_officer
from dygn.cases.actions.give_all_away import GivenAway, give_all_away
from dygn.cases.actions.note_absence import Away, note_absence, remove_absence
from dygn.cases.forms import AbsenceForm, GiveAwayForm
from dygn.cases.queries.away import absences_of
from dygn.cases.rules.lists import MOST_COUNTED
from dygn.cases.views.staff.place import DeskPlace, place_at
from dygn.identity.web import actor_of, staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def away(request: HttpRequest) -> HttpResponse:
    """Who of the colleagues is away, and a form to note it."""
    actor = actor_of(request)
    require_case_officer(actor)
    place = place_at(request)
    if request.method != "POST":
        return _show(request, place)
    form = _with_colleagues(AbsenceForm(request.POST), place)
    if form.is_valid():
        given = form.cleaned_data
        wanted = Away(given["staff"], given["from_on"], given["until_on"], given["deputy"])
        try:
            note_absence(wanted, actor=actor, now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("It is noted. Whoever stands in sees it on their desk."))
            return HttpResponseRedirect(reverse("cases:away"))
    return _show(request, place, form, status=422)


@require_POST
@staff_required()
def remove_away(request: HttpRequest, absence_id: int) -> HttpResponse:
    """The colleague is back, or does not go."""
    remove_absence(absence_id, actor=actor_of(request))
    messages.success(request, _("It is no longer noted."))
    return HttpResponseRedirect(reverse("cases:away"))


@require_POST
@staff_required()
def give_away(request: HttpRequest) -> HttpResponse:
    """Give all open cases of a colleague to another officer, 200 at a time."""
    actor = actor_of(request)
    require_case_officer(actor)
    place = place_at(request)
    form = _with_colleagues(GiveAwayForm(request.POST, auto_id="give-%s"), place)
    if form.is_valid():
        whom = form.cleaned_data["officer"]
        try:
            given = give_all_away(
                form.cleaned_data["staff"],
                None if whom == "nobody" else int(whom),
                actor=actor,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            _tell(request, given)
            return HttpResponseRedirect(reverse("cases:away"))
    return _show(request, place, give_form=form, status=422)


def _tell(request: HttpRequest, given: GivenAway) -> None:
    done = len(given.dealt.done)
    words = ngettext("%(n)d case has a new officer.", "%(n)d cases have a new officer.", done)
    messages.success(request, words % {"n": done})
    for reason in sorted(set(given.dealt.refused.values())):
        count = list(given.dealt.refused.values()).count(reason)
        kept = ngettext("%(n)d case not changed: %(reason)s", "%(n)d cases not changed: %(reason)s", count)
        messages.warning(request, kept % {"n": count, "reason": reason})
    if given.left > MOST_COUNTED:
        messages.info(request, _("More than 1,000 cases are left. Give again to go on."))
    elif given.left:
        left = ngettext(
            "%(n)d case is left. Give again to go on.",
            "%(n)d cases are left. Give again to go on.",
            given.left,
        )
        messages.info(request, left % {"n": given.left})


def _show(
    request: HttpRequest,
    place: DeskPlace,
    form: AbsenceForm | None = None,
    give_form: GiveAwayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = place.desk.today
    begun = {"staff": place.desk.staff_id, "from_on": today, "until_on": today}
    absences = list(absences_of([pk for pk, _name in place.colleagues], today))
    context: dict[str, Any] = {
        "heading": _("Away, and standing in"),
        "absences": absences,
        "today": today,
        "form": form or _with_colleagues(AbsenceForm(initial=begun), place),
        "give_form": give_form or _with_colleagues(GiveAwayForm(auto_id="give-%s"), place),
    }
    return render(request, "cases/staff/away.html", context, status=status)


def _with_colleagues(form: Any, place: DeskPlace) -> Any:
    """Fill in who can be chosen: the officers of the units that this one handles."""
    fields: dict[str, Any] = form.fields
    choose = ("", _("Choose an officer"))
    fields["staff"].choices = [choose, *place.colleagues]
    if "deputy" in fields:
        fields["deputy"].choices = [("", _("Nobody")), *place.colleagues]
    if "officer" in fields:
        others = [(str(pk), name) for pk, name in place.colleagues]
        fields["officer"].choices = [choose, ("nobody", _("Nobody: the unit deals them out")), *others]
    return form
