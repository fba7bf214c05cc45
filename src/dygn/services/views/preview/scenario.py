from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of
from dygn.services.actions.keep_scenario import KeptScenario, keep_scenario
from dygn.services.forms import ScenarioForm
from dygn.services.preview_queries import again_at
from dygn.services.rules.again import Again
from dygn.services.rules.preview import level_of, scenario_of, what_happened
from dygn.services.views.preview.desk import PreviewDesk, in_preview


@require_http_methods(["GET", "HEAD", "POST"])
@in_preview
def keep(desk: PreviewDesk) -> HttpResponse:
    """Keep what was filled in as a scenario of the service, for a service owner.

    One that is gone through again is replaced, unless it is to be kept as a new one.
    """
    if not desk.may_keep:
        raise Http404
    again = None if "anew" in desk.request.POST else again_at(desk.session)
    posted = desk.request.POST if desk.request.method == "POST" else None
    form = ScenarioForm(posted, initial={"title": again.title} if again else None)
    if form.is_bound and form.is_valid():
        try:
            _tell(desk, _kept(desk, form.cleaned_data["title"], again))
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect(again.back) if again and again.back else desk.to("keep")
    filling = desk.filling()
    unfinished = filling.first_unfinished_page()
    facts = {
        "form": form,
        "happened": what_happened(filling),
        "problems": [each for _page, each in filling.all_problems()],
        "back_url": desk.address("page", unfinished.id) if unfinished else desk.address("end"),
    }
    return desk.draw("keep", facts, status=422 if form.is_bound else 200)


def _kept(desk: PreviewDesk, title: str, again: Again | None) -> KeptScenario:
    filling = desk.filling()
    story = again_at(desk.session)
    scenario = scenario_of(
        filling,
        title=title,
        log_in=story.log_in if story else level_of(desk.definition, logged_in=desk.person is not None),
        today=filling.occasion.today,
        country=filling.occasion.country,
    )
    assert desk.link.service_id is not None, "what is only offered is not kept in: see PreviewDesk.may_keep"
    return keep_scenario(
        desk.link.service_id,
        scenario,
        in_place_of=again.name if again else "",
        actor=actor_of(desk.request),
        now=timezone.now(),
        language=desk.language,
    )


def _tell(desk: PreviewDesk, kept: KeptScenario) -> None:
    if not kept.differences:
        words = _(
            "It is kept as the scenario %(name)s in what is worked on, and comes out as expected there."
        )
        messages.success(desk.request, words % {"name": kept.name})
        return
    words = _(
        "It is kept as the scenario %(name)s. In what is worked on now it comes out otherwise: %(what)s"
    )
    messages.warning(
        desk.request, words % {"name": kept.name, "what": " ".join(map(str, kept.differences[:5]))}
    )
