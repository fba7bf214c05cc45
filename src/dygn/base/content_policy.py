"""The Content-Security-Policy header, worked out once: on nearly all pages it is the same text."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")
_OWN_REPORTED = tuple(f"{name}_ro" for name in _OWN)


class ContentPolicyMiddleware(CSPMiddleware):
    """Puts the kept header on an answer that asks for nothing of its own, else works it out anew."""

    _usual: str | None = None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        excluded = tuple(settings.CONTENT_SECURITY_POLICY.get("EXCLUDE_URL_PREFIXES", ()))
        if not self._is_usual(request, response) or request.path_info.startswith(excluded):
            return super().process_response(request, response)
        if self._usual is None:
            response = super().process_response(request, response)
            self._usual = response.headers.get(HEADER)
            return response
        response.headers[HEADER] = self._usual
        return response

    def _is_usual(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        wants_own = any(hasattr(response, name) for name in (*_OWN, *_OWN_REPORTED))
        return not (
            wants_own or settings.DEBUG or HEADER in response.headers or hasattr(request, "_csp_nonce")
        )
