from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dygn.base.views.trouble import expired_form
from dygn.identity.rules.own_pages import is_sent_by_own_page
from dygn.identity.session import KeptForm
from dygn.identity.views.send_again import show_form
from dygn.identity.web import actor_of, return_address

# What proves who somebody is is typed anew, never handed from page to page.
SECRETS = ("code", "password", "password1", "password2", "old_password", "new_password1", "new_password2")


@never_cache
def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not count, such as one of a page older than a log-in elsewhere.

    Nothing is done. What a page of ours sent is shown, to be sent with a fresh token by one press;
    it is kept nowhere but on that page. What came from another site is neither read nor shown.
    """
    own = f"{request.scheme}://{request.get_host()}"
    is_whole_page = request.method == "POST" and not request.headers.get("HX-Request")
    if not is_whole_page or not is_sent_by_own_page(request.headers, own=own):
        return expired_form(request, reason)
    sent = request.POST.copy()
    secrets = [name for name in SECRETS if sent.pop(name, None)]
    sent.pop("csrfmiddlewaretoken", None)
    extra = {"lead": _why(request, reason), "had_secrets": bool(secrets)}
    return show_form(request, _form(request, sent), return_address(request), extra=extra, status=403)


def _form(request: HttpRequest, answers: QueryDict) -> KeptForm:
    return KeptForm(request.get_full_path(), answers, had_files=bool(request.FILES))


def _why(request: HttpRequest, reason: str) -> str:
    if reason == REASON_NO_CSRF_COOKIE:
        return _(
            "Your browser did not send our cookie along. Send it once more; "
            "if this page comes back, allow cookies from this site."
        )
    if actor_of(request).is_logged_in:
        return _("You logged in in another window after this page was opened. Send it once more.")
    return _(
        "The page had been open for a long time, or you logged in or out in another window. Send it once more."
    )
