"""Settings of the demo: everything on one machine, plain HTTP on loopback, invented people."""

import os

from dygn.base.logs import logging_settings
from dygn.config.settings.environment import database, required
from dygn.config.settings.shared import *  # noqa: F403
from dygn.config.settings.shared import DEFAULT_ADAPTERS, INSTALLED_APPS, MIDDLEWARE

DYGN_ENVIRONMENT = "demo"
LOGGING = logging_settings(as_json=False, level=os.environ.get("DYGN_LOG_LEVEL", "INFO"))
DEBUG = os.environ.get("DYGN_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("DYGN_SECRET_KEY", "the-demo-has-no-secrets-and-listens-on-loopback-only")
DYGN_SEAL_KEYS = os.environ.get("DYGN_SEAL_KEYS", "ZGVtby1zZWFsLWtleS1ub3QtYS1zZWNyZXQtMDAwMDA=").split(",")
DYGN_LOOKUP_KEY = os.environ.get("DYGN_LOOKUP_KEY", "the-demo-lookup-key")
ALLOWED_HOSTS = ["*"]  # SiteMiddleware answers only hosts that are a Site

DATABASES = {
    "default": database(
        required("DYGN_DATABASE_URL"), pool_size=int(os.environ.get("DYGN_DATABASE_POOL", "8"))
    ),
}

INSTALLED_APPS = ["dygn.demo", *INSTALLED_APPS]
MIDDLEWARE = list(MIDDLEWARE)
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"),
    "dygn.demo.middleware.StartPageMiddleware",
)

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
DYGN_OUTBOUND_PRIVATE_HOSTS = ["localhost", "127.0.0.1"]
DYGN_PUBLIC_ADDRESS = os.environ.get(
    "DYGN_PUBLIC_ADDRESS", f"http://{{host}}:{os.environ.get('DYGN_PORT', '8000')}"
)
DEFAULT_ADAPTERS = {
    **DEFAULT_ADAPTERS,
    "virus_scanner": "fake",
    "mail_carrier": "fake",
    "sms_carrier": "fake",
    "payment_provider": "fake",
    "signer": "fake",
}
