"""The Content-Security-Policy header, worked out once: on nearly all pages it is the same text.

The editor has a policy of its own, which lets it show a page within itself. An answer that has its
own policy already, such as a file, keeps it.
"""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")
_OWN_REPORTED = tuple(f"{name}_ro" for name in _OWN)


class ContentPolicyMiddleware(CSPMiddleware):
    """Puts the kept header on an answer that asks for nothing of its own, else works it out anew."""

    _usual: str | None = None
    _editors: str | None = None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_editor = request.path_info.startswith(settings.DYGN_EDITOR_PREFIX)
        if is_editor and response.headers.get(HEADER) == self._policy():
            del response.headers[HEADER]  # a preview has come through here as the page that it shows
        if not self._is_usual(request, response):
            return super().process_response(request, response)
        response.headers[HEADER] = self._policy_of_the_editor() if is_editor else self._policy()
        return response

    def _policy(self) -> str:
        if self._usual is None:
            self._usual = build_policy()
        return self._usual

    def _policy_of_the_editor(self) -> str:
        if self._editors is None:
            self._editors = build_policy(config=settings.DYGN_EDITOR_POLICY)
        return self._editors

    def _is_usual(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        wants_own = any(hasattr(response, name) for name in (*_OWN, *_OWN_REPORTED))
        is_debug_page = settings.DEBUG and response.status_code in (404, 500)
        return not (
            wants_own or is_debug_page or HEADER in response.headers or hasattr(request, "_csp_nonce")
        )
