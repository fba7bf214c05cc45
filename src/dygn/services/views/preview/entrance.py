from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.base.markdown import markdown_html
from dygn.base.rate_limits import caller_key, limited, too_many_from
from dygn.base.words import pick
from dygn.forms.rules.flow import Filling
from dygn.services.actions.begin_preview import begin_preview
from dygn.services.actions.leave_preview import leave_preview
from dygn.services.preview_queries import comes_in, people_to_be
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.pages import is_long
from dygn.services.views.preview.desk import PreviewDesk, at_preview, carry

BEGUN_BY_AN_ADDRESS, IN_SECONDS = 300, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@at_preview
def preview(desk: PreviewDesk) -> HttpResponse:
    """Which service is tried, that nothing is real, and who one is to be."""
    if desk.request.method != "POST":
        return _draw(desk)
    if limited(f"preview-begin:{caller_key(desk.request)}", BEGUN_BY_AN_ADDRESS, IN_SECONDS):
        return too_many_from(desk.request, IN_SECONDS)
    who = desk.request.POST.get("who", "")
    person = next((each for each in people_to_be(desk.definition) if each.id == who), None)
    if person is None and who != "nobody":
        return _draw(desk, _("Choose who you are in the preview."))
    try:
        session = begin_preview(desk.link, desk.definition, person, now=timezone.now())
    except Refusal as refusal:
        return _draw(desk, str(refusal.message))
    if desk.session is not None:
        leave_preview(desk.session)
    first = desk.definition.form.pages[0].id
    pages = PreviewDesk(desk.request, desk.link, desk.token, desk.service, session).filling().pages
    return carry(desk.to("page", pages[0].id if pages else first), desk, session)


def _draw(desk: PreviewDesk, wrong: str = "") -> HttpResponse:
    definition = desk.definition
    facts = {
        "summary": pick(definition.summary, desk.language),
        "texts": _texts(definition, desk.language),
        "needs_log_in": not comes_in(None, definition),
        "people": people_to_be(definition),
        "chosen": desk.request.POST.get("who") or (desk.person.id if desk.person else ""),
        "errors": [{"field": "who-0", "text": wrong}] if wrong else [],
        "go_on_url": _where_it_goes_on(desk, desk.filling()) if desk.session else "",
    }
    return desk.draw("entrance", facts, status=422 if wrong else 200)


def _texts(definition: ServiceDefinition, language: str) -> list[tuple[str, SafeString]]:
    """Give what stands on the page of the service, each part under its heading; what is not written is not."""
    ready = "\n".join(f"- {pick(each, language)}" for each in definition.have_ready)
    steps = "\n".join(f"1. {pick(each.name, language)}" for each in definition.steps if each.name)
    parts = {
        _("What you can do"): pick(definition.description, language),
        _("Who it is for"): pick(definition.for_whom, language),
        _("Have this ready"): ready,
        _("What it costs"): pick(definition.fee.text, language) if definition.fee else "",
        _("What happens then"): steps,
        _("Rules, and how to appeal"): pick(definition.rules, language),
        _("Your personal data"): pick(definition.personal_data, language),
    }
    return [(str(heading), markdown_html(text)) for heading, text in parts.items() if text]


def _where_it_goes_on(desk: PreviewDesk, filling: Filling) -> str:
    if is_long(filling):
        return desk.address("tasks")
    following = filling.first_unfinished_page()
    return desk.address("page", following.id) if following else desk.address("check")


@require_http_methods(["GET", "HEAD", "POST"])
@at_preview
def delete(desk: PreviewDesk) -> HttpResponse:
    """Delete what was filled in, as a resident could delete a draft."""
    if desk.session is None:
        return desk.to("preview")
    if desk.request.method != "POST":
        return desk.draw("delete", {"go_on_url": _where_it_goes_on(desk, desk.filling())})
    leave_preview(desk.session)
    return desk.to("preview")


@require_http_methods(["GET", "HEAD", "POST"])
@at_preview
def later(desk: PreviewDesk) -> HttpResponse:
    """What a resident would be told who goes on later; nothing is mailed."""
    if desk.session is None:
        return desk.to("preview")
    if not desk.filling().pages:
        raise Http404
    facts = {
        "draft": desk.session,
        "is_person": desk.person is not None,
        "go_on_url": _where_it_goes_on(desk, desk.filling()),
        "delete_url": desk.address("delete"),
        "email": desk.request.POST.get("email", ""),
        "mailed_to": desk.request.POST.get("email", "") if "@" in desk.request.POST.get("email", "") else "",
    }
    return desk.draw("later", facts)


@at_preview
def nothing(desk: PreviewDesk, rest: str) -> HttpResponse:
    """An address below a preview that leads nowhere; what is told of that is marked as a preview too."""
    raise Http404
