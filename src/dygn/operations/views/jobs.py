from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.identity.web import actor_of, operator_required
from dygn.operations.actions.retry_jobs import discard_jobs, retry_jobs
from dygn.operations.queries import MOST_SHOWN, jobs_in
from dygn.operations.views.chosen import chosen_numbers


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
@never_cache
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs by state; those that failed, with why, to be done again or taken away."""
    if request.method == "POST":
        messages.success(request, _what_was_done(request))
        return redirect("operations:jobs")
    titles = {"failed": _("Failed"), "todo": _("Waiting"), "doing": _("Under way")}
    asked = request.GET.get("state", "")
    state = asked if asked in titles else "failed"
    tabs = [
        {"title": title, "url": f"?state={key}", "current": key == state} for key, title in titles.items()
    ]
    facts = {"jobs": jobs_in(state), "state": state, "tabs": tabs, "most": MOST_SHOWN}
    return render(request, "operations/jobs.html", facts)


def _what_was_done(request: HttpRequest) -> str:
    actor, chosen = actor_of(request), chosen_numbers(request, "job")
    if not chosen and "all" not in request.POST:
        return _("Choose the jobs first.")
    if "discard" in request.POST:
        number = discard_jobs(chosen, actor=actor)
        words = ngettext("%(number)d job is taken away.", "%(number)d jobs are taken away.", number)
    else:
        number = retry_jobs(None if "all" in request.POST else chosen, actor=actor)
        words = ngettext("%(number)d job waits again.", "%(number)d jobs wait again.", number)
    return words % {"number": number}
