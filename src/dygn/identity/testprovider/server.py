"""Runs the test provider: a process of its own, on loopback, without a database.

python -m dygn.identity.testprovider --port 8001 --people people.json
"""

import argparse
import os
import secrets
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.exceptions import ImproperlyConfigured

from dygn.identity.testprovider.people import PEOPLE, Invented, read_people

DYGN = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


def refuse_in_production(environment: str) -> None:
    """Raise ImproperlyConfigured in production: here everybody can be anybody."""
    if environment == "production" or os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        raise ImproperlyConfigured("The test identity provider cannot be run in production.")


def application(issuer: str, people: tuple[Invented, ...]) -> Any:
    """Give the provider as a WSGI application. Configures Django for this process alone."""
    refuse_in_production(os.environ.get("DYGN_ENVIRONMENT", ""))
    import django
    from django.conf import settings

    from dygn.identity.testprovider.provider import TestProvider

    settings.configure(**_settings(), TEST_PROVIDER=TestProvider(issuer, people))
    django.setup()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def _settings() -> dict[str, Any]:
    return {
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": ["localhost", HOST],
        "ROOT_URLCONF": "dygn.identity.testprovider.urls",
        "INSTALLED_APPS": ["dygn.base", "django.contrib.staticfiles"],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [DYGN / "identity/templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                    "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
                },
            }
        ],
        "LANGUAGES": [("sv", "sv"), ("da", "da"), ("nb", "nb"), ("nn", "nn"), ("en", "en")],
        "LANGUAGE_CODE": "en",
        "LOCALE_PATHS": [DYGN / "locale"],
        "USE_TZ": True,
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [DYGN / "identity/static"],
        "WHITENOISE_USE_FINDERS": True,
        "APPEND_SLASH": False,
        "ADAPTERS": {},
        "DEFAULT_ADAPTERS": {},
    }


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: addresses hold codes."""


def main() -> None:
    """Read the command line and serve until told to stop."""
    parser = argparse.ArgumentParser(description="Dygn's test identity provider: for the demo and the tests.")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--people", type=Path, help="A JSON file with the people who can log in.")
    options = parser.parse_args()
    people = read_people(options.people) if options.people else PEOPLE
    app = application(f"http://localhost:{options.port}", people)
    with make_server(HOST, options.port, app, server_class=_Server, handler_class=_Quiet) as server:
        server.serve_forever()
