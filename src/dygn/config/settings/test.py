"""Settings of the tests: the web role asks, the owner role migrates, as in production."""

import os
import tempfile
from pathlib import Path

from dygn.config.settings.environment import database
from dygn.config.settings.shared import *  # noqa: F403
from dygn.config.settings.shared import DEFAULT_ADAPTERS, INSTALLED_APPS, STORAGES, TEMPLATES

DYGN_ENVIRONMENT = "test"
DEBUG = False
SECRET_KEY = "tests-only"
DYGN_SEAL_KEYS = ["dGVzdC1zZWFsLWtleS1ub3QtYS1zZWNyZXQtMDAwMDA="]
DYGN_LOOKUP_KEY = "tests-only"
ALLOWED_HOSTS = ["*"]

# conftest.py points this at the run's own database.
DATABASES = {
    "default": database(os.environ.get("DYGN_DATABASE_URL", "postgresql://dygn_web@127.0.0.1:1/dygn"))
}

INSTALLED_APPS = ["dygn.demo", *INSTALLED_APPS]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
_SCRATCH = Path(tempfile.gettempdir()) / f"dygn-tests-{os.getpid()}"
DYGN_DATA = _SCRATCH
MEDIA_ROOT = _SCRATCH / "media"
DYGN_FILES_ROOT = _SCRATCH / "files"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["debug"] = False
DYGN_OUTBOUND_PRIVATE_HOSTS = ["localhost", "127.0.0.1"]
DEFAULT_ADAPTERS = {
    **DEFAULT_ADAPTERS,
    "virus_scanner": "fake",
    "mail_carrier": "fake",
    "sms_carrier": "fake",
    "payment_provider": "fake",
    "signer": "fake",
    "look_up": "fake",
    "booking_calendar": "fake",
}
