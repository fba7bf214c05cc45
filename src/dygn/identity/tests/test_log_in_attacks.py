"""Each attack on log-in by its name: refused, logged without anything personal, explained."""

import base64
import json
import time

import pytest

from dygn.audit.models import AuditEntry
from dygn.identity.adapters import openid_provider
from dygn.identity.models import Person
from dygn.identity.tests.misbehaving import (
    CURVE_KEY,
    FOREIGN_KEY,
    NEXT_KEY,
    RIGHT_KEY,
    Misbehaving,
    signed_with_the_public_key,
)
from dygn.municipalities.models import Connection
from tests.cast import a_browser, a_municipality, scope

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running():
    provider = Misbehaving()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running):
    running.behave()
    settings = {"issuer": running.issuer, "client_id": "dygn", "client_secret": "s", "profile": "idporten"}
    with scope(fjellvik()):
        Connection.objects.create(port="resident_login", adapter="openid", settings=settings)
    return running


def fjellvik():
    return a_municipality("Fjellvik", country="no", language="nb")


def log_in(provider, browser=None, *, code="code", **answer):
    browser = browser or a_browser(of=fjellvik())
    away = browser.get("/login/").headers["Location"]
    return browser.get("/login/callback/", {**provider.answer_to(away, code=code), **answer})


def refused_for(reason, page, caplog):
    assert page.status_code == 400, page
    assert "identity" not in page.client.session
    with scope(fjellvik()):
        assert AuditEntry.objects.get(action="log-in.refused").detail == {"reason": reason}
        assert Person.objects.count() == 0
    assert reason in caplog.text
    assert not any(private in caplog.text for private in ("148185", "Ingrid", "Bakken"))
    assert "/login/?next=" in page.content.decode()


def test_what_holds_is_let_in(provider):
    assert log_in(provider).status_code == 302
    with scope(fjellvik()):
        assert Person.objects.get().name == "Ingrid Bakken"


def test_a_replayed_code_is_refused(provider, caplog):
    assert log_in(provider).status_code == 302
    with scope(fjellvik()):
        Person.objects.all().delete()
    refused_for("code", log_in(provider), caplog)


def test_a_replayed_address_is_refused(provider, caplog):
    browser = a_browser(of=fjellvik())
    answer = provider.answer_to(browser.get("/login/").headers["Location"])
    assert browser.get("/login/callback/", answer).status_code == 302
    browser.post("/logout/")
    with scope(fjellvik()):
        Person.objects.all().delete()
    refused_for("state", browser.get("/login/callback/", answer), caplog)


def changed(**claims):
    return lambda said: {**said, **claims}


def without(name):
    return lambda said: {key: value for key, value in said.items() if key != name}


NOW = int(time.time())


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("nonce", changed(nonce="another attempt's")),
        ("nonce", without("nonce")),
        ("audience", changed(aud="another client")),
        ("audience", changed(aud=["another client", "a third"])),
        ("audience", changed(aud=["dygn", "another client"], azp="another client")),
        ("audience", changed(aud=["dygn", "another client"])),
        ("audience", without("aud")),
        ("issuer", changed(iss="https://another.example")),
        ("issuer", without("iss")),
        ("expired", changed(exp=NOW - 3600, iat=NOW - 7200)),
        ("expired", without("exp")),
        ("claims", changed(iat=NOW + 3600)),
        ("claims", changed(nbf=NOW + 3600)),
        ("subject", changed(sub="")),
        ("assurance", changed(acr="idporten-loa-low")),
        ("assurance", changed(acr="a word of their own")),
        ("assurance", without("acr")),
        ("number", changed(pid="14818504863")),
        ("number", changed(pid="")),
        ("number", changed(pid=["14818504862"])),
    ],
)
def test_a_token_that_says_something_else_is_refused(provider, caplog, reason, change):
    provider.change = change
    refused_for(reason, log_in(provider), caplog)


def test_a_clock_that_is_half_a_minute_off_does_no_harm(provider):
    now = int(time.time())
    provider.change = changed(iat=now + 30, exp=now - 30)
    assert log_in(provider).status_code == 302


def unsigned(token, algorithm="none"):
    header = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, ["RS256"]])
def test_a_token_without_signature_is_refused(provider, caplog, algorithm):
    provider.rewrite = lambda token: unsigned(token, algorithm)
    refused_for("algorithm", log_in(provider), caplog)


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(provider, caplog):
    provider.rewrite = signed_with_the_public_key
    refused_for("algorithm", log_in(provider), caplog)


def test_an_unknown_key_is_refused_after_looking_once_more(provider, caplog, monkeypatch):
    monkeypatch.setattr(openid_provider, "KEYS_REST_SECONDS", 0)
    provider.key, provider.kid = FOREIGN_KEY, "foreign"
    refused_for("key", log_in(provider), caplog)
    assert provider.asked.count("/keys") == 2


def test_a_foreign_key_under_a_known_name_is_refused(provider, caplog):
    provider.key = FOREIGN_KEY
    refused_for("signature", log_in(provider), caplog)


def test_a_foreign_key_without_a_name_is_refused(provider, caplog):
    provider.key, provider.kid = FOREIGN_KEY, None
    refused_for("signature", log_in(provider), caplog)


def test_a_key_that_comes_in_the_token_itself_is_not_trusted(provider, caplog):
    from joserfc import jwt

    def resigned(token):
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        header = {"alg": "RS256", "kid": "foreign", "jwk": FOREIGN_KEY.as_dict(private=False)}
        from joserfc.jws import JWSRegistry

        return jwt.encode(header, claims, FOREIGN_KEY, registry=JWSRegistry(strict_check_header=False))

    provider.rewrite = resigned
    refused_for("key", log_in(provider), caplog)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "....", "e30.e30.", None, 7, {"a": 1}, "\u0000"])
def test_what_is_no_token_is_refused(provider, caplog, token):
    provider.rewrite = lambda _: token
    page = log_in(provider)
    assert page.status_code == 400


def test_a_changed_token_is_refused(provider, caplog):
    def tampered(token):
        head, body, signature = token.split(".")
        said = json.loads(base64.urlsafe_b64decode(body + "=="))
        said["pid"] = "25848043349"
        return (
            f"{head}.{base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b'=').decode()}.{signature}"
        )

    provider.rewrite = tampered
    refused_for("signature", log_in(provider), caplog)


def test_new_keys_are_found_when_the_provider_changes_them(provider, monkeypatch):
    monkeypatch.setattr(openid_provider, "KEYS_REST_SECONDS", 0)
    assert log_in(provider, code="before").status_code == 302
    provider.published, provider.key, provider.kid = [RIGHT_KEY, NEXT_KEY], NEXT_KEY, "second"
    assert log_in(provider, code="after").status_code == 302
    assert provider.asked.count("/keys") == 2


def test_a_key_on_a_curve_is_good_too(provider):
    provider.published = [RIGHT_KEY, CURVE_KEY]
    provider.key, provider.kid, provider.algorithm = CURVE_KEY, "curve", "ES256"
    assert log_in(provider).status_code == 302


def test_an_answer_from_another_provider_is_refused(provider, caplog):
    refused_for("issuer", log_in(provider, iss="https://another.example"), caplog)


def test_a_provider_that_names_itself_must_do_so(provider, caplog):
    provider.discovery = {"authorization_response_iss_parameter_supported": True}
    refused_for("issuer", log_in(provider), caplog)


def test_an_answer_without_a_code_is_refused(provider, caplog):
    refused_for("answer", log_in(provider, code=""), caplog)


def test_userinfo_about_somebody_else_is_refused(provider, caplog):
    provider.change = without("pid")
    provider.userinfo = {"sub": "somebody else", "pid": "14818504862"}
    refused_for("userinfo", log_in(provider), caplog)


def test_what_the_token_leaves_out_is_asked_for(provider):
    provider.change = without("pid")
    provider.userinfo = {"sub": "someone", "pid": "14818504862", "acr": "idporten-loa-high"}
    browser = a_browser(of=fjellvik())
    assert log_in(provider, browser).status_code == 302
    assert browser.session["identity"]["assurance"] == "substantial"  # the signed word counts


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "http://10.0.0.1/keys"},
    ],
)
def test_a_provider_that_says_something_unsafe_of_itself_is_out_of_order(provider, discovery):
    provider.discovery = discovery
    assert a_browser(of=fjellvik()).get("/login/").status_code == 503


def test_a_provider_that_breaks_is_out_of_order(provider):
    provider.status = 500
    assert a_browser(of=fjellvik()).get("/login/").status_code == 503


def test_a_provider_that_cannot_be_reached_is_out_of_order(provider):
    with scope(fjellvik()):
        Connection.objects.update(
            settings={"issuer": "http://localhost:9", "client_id": "dygn", "profile": "idporten"}
        )
    assert a_browser(of=fjellvik()).get("/login/").status_code == 503


def test_production_speaks_https_only(provider, settings):
    settings.DYGN_ENVIRONMENT = "production"
    assert a_browser(of=fjellvik()).get("/login/").status_code == 503
