from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.identity.web import actor_of
from dygn.municipalities.actions.save_unit import add_unit, change_unit, close_unit, reopen_unit
from dygn.municipalities.queries import all_units, unit_with_key
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.unit import UnitForm
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form


@administrators_page
def units(request: HttpRequest) -> HttpResponse:
    """All units, the closed ones last."""
    return show(request, "units", _("Units"), units=all_units())


@administrators_page
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    form = UnitForm(posted(request), municipality=municipality_of(request))

    def act() -> None:
        add_unit(form.cleaned_data["key"], form.facts(), actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The unit is added."), then="administration:units")
    return taken or show(
        request, "form", _("Add a unit"), form=form, button=_("Add the unit"), between=_between()
    )


@administrators_page
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a unit, close it or open it again."""
    found = unit_with_key(key)
    if found is None:
        raise Http404
    if "close" in request.POST or "reopen" in request.POST:
        return _close_or_reopen(request, key)
    form = UnitForm(posted(request), municipality=municipality_of(request), unit=found)

    def act() -> None:
        change_unit(key, form.facts(), actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The unit is changed."), then="administration:units")
    return taken or show(request, "unit", found.name, form=form, unit=found, between=_between())


def _close_or_reopen(request: HttpRequest, key: str) -> HttpResponse:
    if "close" in request.POST:
        close_unit(key, actor=actor_of(request), today=timezone.localdate())
    else:
        reopen_unit(key, actor=actor_of(request))
    return redirect("administration:unit", key=key)


def _between() -> list[dict[str, str]]:
    return [{"title": _("Units"), "url": reverse("administration:units")}]
