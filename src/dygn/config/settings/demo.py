"""Settings of the demo: everything on one machine, plain HTTP on loopback, invented people."""

import os

from dygn.config.settings.environment import database, required
from dygn.config.settings.shared import *  # noqa: F403

DYGN_ENVIRONMENT = "demo"
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

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
DYGN_OUTBOUND_PRIVATE_HOSTS = ["localhost", "127.0.0.1"]
