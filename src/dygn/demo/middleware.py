from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dygn.demo.views import start

Answer = Callable[[HttpRequest], HttpResponse]


class StartPageMiddleware:
    """Shows the demo's start page at the installation's own address, where no municipality answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/" and getattr(request, "municipality", None) is None:
            return start(request)
        return self.get_response(request)
