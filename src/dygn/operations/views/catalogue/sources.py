from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.identity.web import actor_of
from dygn.operations.forms.catalogue import SourceForm
from dygn.operations.views.administration.frame import administrators_page, show, take_form
from dygn.operations.views.chosen import chosen_numbers
from dygn.services.actions.keep_source import add_source, remove_source
from dygn.services.catalogue_queries import offers_at_sources
from dygn.services.catalogue_queries import sources as all_sources
from dygn.services.models import CatalogueSource
from dygn.services.tasks import fetch_soon


@administrators_page
def sources(request: HttpRequest) -> HttpResponse:
    """In which other installations' catalogues one looks, and how it went the last time."""
    actor, here = actor_of(request), reverse("administration:catalogue_sources")
    known = {each.pk: each for each in all_sources()}
    for number in chosen_numbers(request, "remove"):
        if number in known:
            remove_source(number, actor=actor)
        return redirect(here)
    for number in chosen_numbers(request, "fetch"):
        if number in known:
            fetch_soon(number)
            messages.success(request, _("It is being fetched. Look again in a minute."))
        return redirect(here)
    form = SourceForm(request.POST if "add" in request.POST else None)

    def act() -> CatalogueSource:
        source = add_source(**form.cleaned_data, actor=actor, now=timezone.now())
        fetch_soon(source.pk)
        return source

    done = _("It is being fetched. Look again in a minute.")
    taken = take_form(request, form, act, done=done, then=here) if form.is_bound else None
    counts = offers_at_sources()
    between = [{"title": _("Catalogue between municipalities"), "url": reverse("administration:catalogue")}]
    facts = {"rows": [(each, counts.get(each.pk, 0)) for each in known.values()], "between": between}
    return taken or show(request, "catalogue_sources", _("Other catalogues"), form=form, **facts)
