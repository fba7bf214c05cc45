"""Pictures and documents that editors have put on pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document

from dygn.portal.queries.published_files import is_own_document

WEEK = 7 * 24 * 3600


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a picture as it is drawn on pages; the editors' originals are not given."""
    response = serve(request, f"images/{name}", document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """Give a document of this municipality's."""
    if not is_own_document(document_id, request.municipality.slug):  # type: ignore[attr-defined]
        raise Http404
    response: HttpResponse = serve_document(request, document_id, document_filename)
    return response
