from uuid import UUID

from django.core.files import File
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dygn.base.errors import Refusal
from dygn.files.actions.open_file import open_file
from dygn.files.models import StoredFile
from dygn.identity.web import actor_of


@require_GET
@never_cache
def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Hand out a file to somebody who may see what it is about."""
    try:
        file, content = open_file(key, actor=actor_of(request))
    except Refusal as refusal:
        return render(request, "files/cannot_open.html", {"message": refusal.message}, status=409)
    return file_response(file, content)


def file_response(file: StoredFile, content: File) -> FileResponse:
    """Answer with a file that is saved and never shown by the browser as a page of ours."""
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Length"] = str(file.size_bytes)
    return response
