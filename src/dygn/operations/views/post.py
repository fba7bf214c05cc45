from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.identity.web import actor_of, operator_required
from dygn.municipalities.queries import all_municipalities
from dygn.operations.queries import MOST_SHOWN
from dygn.operations.views.chosen import chosen_numbers
from dygn.post.actions.send_again import cancel_failed, send_again
from dygn.post.queries import counts_everywhere, failed_everywhere


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
@never_cache
def post(request: HttpRequest) -> HttpResponse:
    """What failed for good in any municipality, with why, to be sent again or given up."""
    if request.method == "POST":
        messages.success(request, _what_was_done(request))
        return redirect("operations:post")
    names = {municipality.pk: municipality.name for municipality in all_municipalities()}
    failed = [(row, names.get(row.municipality_id, "")) for row in failed_everywhere(limit=MOST_SHOWN)]
    return render(request, "operations/post.html", {"failed": failed, "counts": counts_everywhere()})


def _what_was_done(request: HttpRequest) -> str:
    actor, chosen = actor_of(request), chosen_numbers(request, "row")
    if "cancel" in request.POST:
        number = cancel_failed(chosen, actor=actor)
        words = ngettext(
            "We have stopped trying to send %(number)d message.",
            "We have stopped trying to send %(number)d messages.",
            number,
        )
    else:
        number = send_again(None if "all" in request.POST else chosen, actor=actor)
        words = ngettext("%(number)d message is sent again.", "%(number)d messages are sent again.", number)
    return words % {"number": number}
