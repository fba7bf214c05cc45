from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.session import KeptForm, offered_form
from dygn.identity.web import actor_of, safe_next

SHORTEST_SHOWN = 12


@never_cache
@require_safe
def send_again(request: HttpRequest) -> HttpResponse:
    """Show what a form carried when the time had run out, and let the person send it now."""
    onwards = safe_next(request, get_script_prefix())
    kept = offered_form(request) if actor_of(request).is_logged_in else None
    if kept is None:
        return HttpResponseRedirect(onwards)
    return show_form(request, kept, onwards)


def show_form(
    request: HttpRequest,
    kept: KeptForm,
    onwards: str,
    *,
    extra: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw what a form carried, so that one press sends it as it was."""
    fields = [(name, value) for name, values in kept.answers.lists() for value in values]
    shown = [value for _name, value in fields if len(value) >= SHORTEST_SHOWN and " " in value.strip()]
    context = {"kept": kept, "fields": fields, "shown": shown, "onwards": onwards, **(extra or {})}
    return render(request, "identity/send_again.html", context, status=status)
