from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.base.rate_limits import rate_limited
from dygn.base.tenancy import required_municipality_id
from dygn.dialogue.actions.rate import rate
from dygn.dialogue.forms import RatingForm
from dygn.dialogue.rules.rating import Rated, rated_by

TRIES, IN_SECONDS = 60, 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("rating", times=TRIES, per_seconds=IN_SECONDS, methods=("POST",))
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """How was it? Answered here or on the page that asks; then back to where they came from."""
    rated = rated_by(token, required_municipality_id())
    if rated is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, rated, RatingForm())
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _ask(request, rated, form, status=422)
    try:
        is_new = rate(
            rated,
            form.cleaned_data["score"],
            form.cleaned_data["comment"],
            language=get_language() or "en",
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return _ask(request, rated, form, status=422)
    if is_new:
        messages.success(request, _("Thank you. What you tell us makes it better for the next one."))
    else:
        messages.info(request, _("You have told us already. Your first answer is kept."))
    return HttpResponseRedirect(f"{_way_back(request, rated)}?told=yes", status=303)


def _way_back(request: HttpRequest, rated: Rated) -> str:
    """Give the page that asked; never a place elsewhere, whoever made the address."""
    is_ours = url_has_allowed_host_and_scheme(rated.back, allowed_hosts=None)
    return rated.back if is_ours and rated.back.startswith("/") else "/"


def _ask(request: HttpRequest, rated: Rated, form: RatingForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "heading": _("How was it?"), "back_url": _way_back(request, rated)}
    return render(request, "dialogue/rate.html", context, status=status)
