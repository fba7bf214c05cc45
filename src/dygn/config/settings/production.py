"""Settings of a real installation. Everything that must be secret comes from the environment."""

import os

from dygn.base.logs import logging_settings
from dygn.config.settings.environment import database, required
from dygn.config.settings.shared import *  # noqa: F403
from dygn.config.settings.shared import ADAPTERS

DYGN_ENVIRONMENT = "production"
# What plays the outside in the demo and the tests is not there to be chosen.
ADAPTERS = {
    port: {name: path for name, path in known.items() if name != "fake"} for port, known in ADAPTERS.items()
}
LOGGING = logging_settings(as_json=True, level=os.environ.get("DYGN_LOG_LEVEL", "INFO"))
DEBUG = False
SECRET_KEY = required("DYGN_SECRET_KEY")
DYGN_SEAL_KEYS = required("DYGN_SEAL_KEYS").split(",")
DYGN_LOOKUP_KEY = required("DYGN_LOOKUP_KEY")
ALLOWED_HOSTS = ["*"]  # SiteMiddleware answers only hosts that are a Site

DATABASES = {
    "default": database(
        required("DYGN_DATABASE_URL"), pool_size=int(os.environ.get("DYGN_DATABASE_POOL", "8"))
    ),
}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = os.environ.get("DYGN_HTTPS_REDIRECT", "1") == "1"
SECURE_HSTS_SECONDS = 31_536_000
