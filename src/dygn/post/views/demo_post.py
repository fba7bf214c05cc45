from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dygn.post.adapters.sent import kept_post, shows_its_post


@require_GET
@never_cache
def demo_post(request: HttpRequest) -> HttpResponse:
    """What the demo has "sent": e-mails and text messages, newest first. There is no such page elsewhere."""
    if not shows_its_post():
        raise Http404
    return render(request, "post/demo_post.html", {"post": kept_post()})
