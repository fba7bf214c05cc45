from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.base.rate_limits import limited, rate_limited, too_many_from
from dygn.identity.actions.use_emergency_account import use_emergency_account
from dygn.identity.forms import EmergencyForm
from dygn.identity.session import LoggedIn, begin_session, municipality_id_of
from dygn.identity.web import actor_of, posted

TRIES_FROM_ANYWHERE = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("emergency", times=5, per_seconds=900, methods=("POST",))
def emergency(request: HttpRequest) -> HttpResponse:
    """Let an operator in with a one-time code when the log-in service does not work."""
    form = EmergencyForm(posted(request))
    if form.is_bound and limited("emergency from anywhere", TRIES_FROM_ANYWHERE, 900):
        return too_many_from(request, 900)
    if form.is_bound and form.is_valid() and _let_in(request, form):
        return HttpResponseRedirect(f"{get_script_prefix()}ops/")
    return render(request, "identity/emergency.html", {"form": form}, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, form: EmergencyForm) -> bool:
    try:
        use_emergency_account(
            form.cleaned_data["code"], actor=actor_of(request), host=request.get_host(), now=timezone.now()
        )
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal.message))
        return False
    begin_session(request, LoggedIn(municipality_id_of(request), is_emergency=True, assurance="substantial"))
    return True
