from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.rate_limits import limited, rate_limited, too_many_from
from dygn.base.tenancy import required_municipality_id
from dygn.cases.forms import FollowForm
from dygn.cases.queries.follow import reference_opened_by
from dygn.cases.rules.references import read_reference
from dygn.cases.views.citizen.key import give_key

TRIES, IN_SECONDS = 10, 15 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("case-door", times=TRIES, per_seconds=IN_SECONDS, methods=("POST",))
def door(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Ask for the reference and the code. What is asked is the same whether there is such a case or not."""
    if request.method != "POST":
        return _ask(request, FollowForm(initial={"reference": reference}))
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    asked = read_reference(form.cleaned_data["reference"])
    if limited(f"case-code:{required_municipality_id()}:{asked}", TRIES * 2, IN_SECONDS):
        return too_many_from(request, IN_SECONDS)
    opened = reference_opened_by(asked, form.cleaned_data["code"])
    if not opened:
        form.add_error(
            "code", _("The reference and the code do not belong together. Check both against the receipt.")
        )
        return _ask(request, form, status=422)
    response = HttpResponseRedirect(reverse("cases:followed_case", args=[opened]))
    give_key(response, opened)
    return response


def _ask(request: HttpRequest, form: FollowForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "heading": _("Follow a case"),
        "lead": _("You need the reference and the code from your receipt."),
    }
    return render(request, "cases/citizen/door.html", context, status=status)
