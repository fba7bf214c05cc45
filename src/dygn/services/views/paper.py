from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.services.actions.make_paper_form import paper_form_of
from dygn.services.queries import moved_from, service_at
from dygn.services.views.desk import led_on


@require_safe
def paper_form(request: HttpRequest, slug: str) -> HttpResponse:
    """The service as a form to print and fill in by hand, for anybody; nothing of a person stands on it."""
    service = service_at(slug, actor_of(request))
    if service is None or service.published_version_id is None or not service.takes_applications:
        raise Http404
    language = get_language() or "en"
    if moved_from(slug, service):
        return led_on(request, f"/do/{slug}/", f"/do/{service.slug_in(language)}/")
    content = paper_form_of(service.published_version_id, municipality_of(request), language)
    keeping = "private, no-store" if service.is_for_staff_only else "public, max-age=300"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{slug}.pdf"', "Cache-Control": keeping},
    )
