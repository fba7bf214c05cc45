"""The requirement specification of a version, written by the system from its package."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.web import actor_of, staff_required
from dygn.municipalities.requests import municipality_of
from dygn.operations.actions.make_specification import make_specification, set_specification
from dygn.operations.views.administration.acceptance import a_pdf, acceptance_title, found, shown
from dygn.services.acceptance_access import require_tester


@require_safe
@staff_required()
@never_cache
def specification(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What the service is required to do, to be read."""
    require_tester(actor_of(request))
    service, version = found(key, number)
    written = make_specification(version, municipality_of(request), get_language() or "en")
    title = _("Requirement specification: %(title)s") % {"title": written.title}
    facts = {"version": version, "specification": written, "sub": acceptance_title(version)}
    return shown(request, "specification", title, service, **facts)


@require_safe
@staff_required()
@never_cache
def specification_pdf(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The same to keep, as a PDF."""
    require_tester(actor_of(request))
    _service, version = found(key, number)
    content = set_specification(version, municipality_of(request), get_language() or "en")
    return a_pdf(content, f"{key}-{number}-specification.pdf")
