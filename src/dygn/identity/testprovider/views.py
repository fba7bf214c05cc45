from base64 import b64decode
from urllib.parse import unquote_plus, urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dygn.base.errors import Refusal
from dygn.identity.rules.personal_numbers import half_masked
from dygn.identity.testprovider.people import STAFF
from dygn.identity.testprovider.provider import TestProvider, Unfit, Wish, somebody_else

SALT = "wish"
WISH_SECONDS = 3600


def provider() -> TestProvider:
    """Give the provider that this process runs."""
    running: TestProvider = settings.TEST_PROVIDER  # type: ignore[misc]  # set by server.py
    return running


@require_GET
def configuration(request: HttpRequest) -> HttpResponse:
    """What the provider says of itself, as OpenID Connect Discovery 1.0 (section 3) has it."""
    return JsonResponse(provider().configuration())


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of its signatures, as a JWK set (RFC 7517)."""
    return JsonResponse(provider().keys())


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Show who one can be; then send the browser back as that person."""
    if request.method == "POST":
        return _choose(request)
    asked = request.GET.dict()
    try:
        wish = provider().wish(asked)
    except Unfit as unfit:
        return render(request, "testprovider/unfit.html", {"unfit": unfit}, status=400)
    with translation.override(_language(asked.get("ui_locales", ""))):
        return _page(request, wish, signing.dumps(asked, salt=SALT))


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Change a code for tokens, once (OpenID Connect Core 1.0, section 3.1.3)."""
    client_id, secret = _credentials(request)
    try:
        said = provider().exchange(request.POST.dict(), client_id=client_id, secret=secret)
    except Unfit as unfit:
        status = 401 if unfit.error == "invalid_client" else 400
        return JsonResponse({"error": unfit.error, "error_description": unfit.description}, status=status)
    return JsonResponse(said, headers={"Cache-Control": "no-store"})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """Say who the person of a bearer token is (OpenID Connect Core 1.0, section 5.3)."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        return JsonResponse(provider().userinfo(bearer))
    except Unfit as unfit:
        return JsonResponse({"error": unfit.error}, status=401)


@require_http_methods(["GET", "POST"])
@csrf_exempt
def end(request: HttpRequest) -> HttpResponse:
    """Log out: nobody stays logged in here, so there is only the way back."""
    wanted = (request.POST or request.GET).get("post_logout_redirect_uri", "")
    host = urlsplit(wanted).hostname or ""
    if host in ("localhost", "127.0.0.1") or host.endswith(".localhost"):
        return HttpResponseRedirect(wanted)
    return render(request, "testprovider/ended.html")


def _page(request: HttpRequest, wish: Wish, signed: str, *, error: str = "") -> HttpResponse:
    people = [
        {"person": person, "masked": half_masked(person.number, (person.country,)) if person.number else ""}
        for person in provider().people_for(wish)
    ]
    shown = {
        "people": people,
        "signed": signed,
        "is_staff": wish.client.kind == STAFF,
        "back_to": urlsplit(wish.redirect_uri).netloc,
        "error": error,
    }
    return render(request, "testprovider/choose.html", shown, status=400 if error else 200)


def _choose(request: HttpRequest) -> HttpResponse:
    try:
        asked = signing.loads(request.POST.get("wish", ""), salt=SALT, max_age=WISH_SECONDS)
    except signing.BadSignature:
        unfit = Unfit("invalid_request", "The page had been open too long.")
        return render(request, "testprovider/unfit.html", {"unfit": unfit}, status=400)
    wish = provider().wish(asked)
    if "stop" in request.POST:
        return _back(wish, {"error": "access_denied"})
    if "break" in request.POST:
        return _back(wish, {"error": "temporarily_unavailable"})
    known = {person.id: person for person in provider().people_for(wish)}
    person = known.get(request.POST.get("person", ""))
    if person is None:
        try:
            person = somebody_else(
                request.POST.get("number", ""),
                request.POST.get("name", ""),
                country=wish.client.country or "se",
            )
        except Refusal as refusal:
            with translation.override(_language(asked.get("ui_locales", ""))):
                return _page(request, wish, request.POST["wish"], error=str(refusal.message))
    return _back(wish, {"code": provider().grant(wish, person)})


def _back(wish: Wish, answer: dict[str, str]) -> HttpResponse:
    query = urlencode({**answer, "state": wish.state, "iss": provider().issuer})
    return HttpResponseRedirect(f"{wish.redirect_uri}?{query}")


def _credentials(request: HttpRequest) -> tuple[str, str]:
    kind, _space, written = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        client_id, _colon, secret = b64decode(written).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def _language(wanted: str) -> str:
    offered = dict(settings.LANGUAGES)
    return next((code for code in wanted.split() if code in offered), "en")
