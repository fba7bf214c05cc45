from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of, staff_required
from dygn.services.access import require_publisher
from dygn.services.actions.export_package import export_package
from dygn.services.queries import service_called


@require_safe
@staff_required()
@never_cache
def package_file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A version as a file to give to another municipality."""
    require_publisher(actor_of(request))
    service = service_called(key)
    if service is None:
        raise Http404
    try:
        content = export_package(service, number, actor=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        if refusal.code == "unknown_version":
            raise Http404 from refusal
        messages.error(request, str(refusal.message))
        return redirect("administration:service", key=key)
    named = f'attachment; filename="{service.key}-{number}.zip"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": named})
