"""The settings of a real installation, read by a process of their own as `dygn serve` reads them."""

import json
import os
import subprocess
import sys

import pytest

ASKED = (
    "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE",
    "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_REFERRER_POLICY", "SECURE_CROSS_ORIGIN_OPENER_POLICY", "X_FRAME_OPTIONS", "DEBUG", "MIDDLEWARE",
    "CONTENT_SECURITY_POLICY", "DYGN_EDITOR_POLICY",
)  # fmt: skip
PROGRAM = f"""
import json, django
from django.conf import settings
django.setup()
from django.test import Client
answer = Client().get("/healthz", secure=True)
print(json.dumps({{**{{name: getattr(settings, name) for name in {ASKED!r}}}, "headers": dict(answer.headers)}}))
"""


def environment_of_production(**more):
    """Give all that a real installation's environment must say; the database is one that nobody reaches."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dygn.config.settings.production",
        "DYGN_SECRET_KEY": "x" * 60,
        "DYGN_SEAL_KEYS": "dGVzdC1zZWFsLWtleS1ub3QtYS1zZWNyZXQtMDAwMDA=",
        "DYGN_LOOKUP_KEY": "x" * 60,
        "DYGN_DATABASE_URL": "postgresql://dygn_web@127.0.0.1:1/dygn",
        **more,
    }


def read_settings(**more):
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment_of_production(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def production():
    return read_settings()


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF"])
def test_cookies_go_over_https_only_to_no_script_and_to_no_other_site(production, cookie):
    assert production[f"{cookie}_COOKIE_SECURE"] is True
    assert production[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert production[f"{cookie}_COOKIE_SAMESITE"] in ("Lax", "Strict")


def test_a_browser_that_has_come_by_https_stays_there(production):
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["headers"]["Strict-Transport-Security"] == "max-age=31536000"


def test_the_house_s_headers_are_on(production):
    assert production["headers"]["X-Content-Type-Options"] == "nosniff"
    assert production["headers"]["X-Frame-Options"] == "DENY"
    assert production["headers"]["Referrer-Policy"] == "same-origin"
    assert production["headers"]["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = production["headers"]["Content-Security-Policy"]
    assert "script-src 'self'" in {each.strip() for each in policy.split(";")}  # in any order
    assert production["DEBUG"] is False


@pytest.mark.parametrize("name", ["CONTENT_SECURITY_POLICY", "DYGN_EDITOR_POLICY"])
def test_no_policy_lets_foreign_hosts_or_scripts_in_the_page_in(production, name):
    policy = production[name].get("DIRECTIVES", production[name])
    assert policy["script-src"] == ["'self'"]
    assert not any("://" in word or "*" in word for words in policy.values() for word in words)
    assert policy["default-src"] == policy["base-uri"] == ["'none'"]


def test_the_only_foreign_host_is_that_of_the_map_where_one_is_set():
    policy = read_settings(DYGN_MAP_TILES="https://tiles.example/{z}/{x}/{y}.png")["CONTENT_SECURITY_POLICY"]
    foreign = {word for words in policy["DIRECTIVES"].values() for word in words if "://" in word}
    assert foreign == {"https://tiles.example"}
    assert "https://tiles.example" in policy["DIRECTIVES"]["img-src"]


def test_behind_a_proxy_that_speaks_http_the_redirect_can_be_left_to_it():
    assert read_settings(DYGN_HTTPS_REDIRECT="0")["SECURE_SSL_REDIRECT"] is False
