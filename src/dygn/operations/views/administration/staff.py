from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.actions.save_staff_member import add_staff_member, change_staff_member, set_staff_active
from dygn.identity.queries import everybody_at_work, member_with_number
from dygn.identity.web import actor_of
from dygn.operations.forms.staff import StaffForm
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form


@administrators_page
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with their units and roles; those who no longer do last."""
    wanted = request.GET.get("q", "").strip()[:100]
    return show(request, "staff", _("Staff and roles"), staff=everybody_at_work(wanted), wanted=wanted)


@administrators_page
def new_member(request: HttpRequest) -> HttpResponse:
    """Let somebody work here."""
    form = StaffForm(posted(request))

    def act() -> None:
        add_staff_member(form.facts(), actor=actor_of(request))

    taken = take_form(
        request, form, act, done=_("Your colleague can log in now."), then="administration:staff"
    )
    return taken or show(
        request, "form", _("Add a colleague"), form=form, button=_("Add the colleague"), between=_between()
    )


@administrators_page
def member(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is said of a colleague and what they may do."""
    found = member_with_number(number)
    if found is None:
        raise Http404
    if "shut_out" in request.POST or "let_in" in request.POST:
        return _open_or_shut(request, number)
    form = StaffForm(posted(request), member=found)

    def act() -> None:
        change_staff_member(number, form.facts(), actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The changes are saved."), then="administration:staff")
    return taken or show(request, "member", found.name, form=form, member=found, between=_between())


def _open_or_shut(request: HttpRequest, number: int) -> HttpResponse:
    try:
        set_staff_active(number, "let_in" in request.POST, actor=actor_of(request))
    except Refusal as refusal:
        found = member_with_number(number)
        form = StaffForm(member=found)
        errors = [{"text": refusal.message}]
        return show(request, "member", str(found), form=form, member=found, errors=errors, between=_between())
    return redirect("administration:member", number=number)


def _between() -> list[dict[str, str]]:
    return [{"title": _("Staff and roles"), "url": reverse("administration:staff")}]
