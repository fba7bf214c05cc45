from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dygn.base.errors import OutsideFailure
from dygn.identity.session import end_session, farewell
from dygn.municipalities.actions.connect import connect


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_out(request: HttpRequest) -> HttpResponse:
    """Ask first; then log out here, and at the log-in service too when it has an address for that.

    The browser goes on by a Refresh header: a form that is redirected to another site is stopped by
    our content security policy.
    """
    if request.method != "POST":
        return render(request, "identity/log_out.html")
    onwards = _farewell_address(request)
    end_session(request)
    response = render(request, "identity/logged_out.html", {"onwards": onwards})
    if onwards:
        response.headers["Refresh"] = f"0; url={onwards}"
    return response


@never_cache
@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """Say that the person is logged out, here and at the log-in service."""
    return render(request, "identity/logged_out.html")


def _farewell_address(request: HttpRequest) -> str:
    kept = farewell(request)
    if kept is None:
        return ""
    port, proof = kept
    path = reverse("identity:logged_out").removeprefix(get_script_prefix())
    try:
        address: str = connect(port).farewell_address(
            proof, return_address=f"{request.scheme}://{request.get_host()}/{path}"
        )
    except OutsideFailure:
        return ""
    return address
