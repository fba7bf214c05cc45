"""What is alike in production, demo and tests."""

import json
import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from dygn.config.settings.environment import pairs, prefixed

DYGN = Path(__file__).resolve().parents[2]

DYGN_ENVIRONMENT = "production"
DYGN_WEB_ROLE = os.environ.get("DYGN_WEB_ROLE", "dygn_web")
DYGN_DATA = Path(os.environ.get("DYGN_DATA", ".dygn")).absolute()

INSTALLED_APPS = [
    "dygn.portal",
    "dygn.mypage",
    "dygn.operations",
    "dygn.dialogue",
    "dygn.cases",
    "dygn.services",
    "dygn.forms",
    "dygn.post",
    "dygn.payments",
    "dygn.processes",
    "dygn.records",
    "dygn.files",
    "dygn.search",
    "dygn.figures",
    "dygn.identity",
    "dygn.municipalities",
    "dygn.audit",
    "dygn.reference",
    "dygn.base",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.embeds",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
# Rooms come into the list as they are built.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("dygn.") or (DYGN / app.removeprefix("dygn.") / "apps.py").exists()
]

MIDDLEWARE = [
    "dygn.base.logs.RequestLog",
    "dygn.portal.page_cache.PageCacheMiddleware",
    "dygn.base.content_policy.ContentPolicyMiddleware",  # outside of all that answer by themselves
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dygn.municipalities.middleware.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dygn.municipalities.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dygn.identity.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dygn.config.urls"
WSGI_APPLICATION = "dygn.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dygn.identity.web.session_ending",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "identity:staff_login"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("sv", _("Swedish")),
    ("da", _("Danish")),
    ("nb", _("Norwegian Bokmål")),
    ("nn", _("Norwegian Nynorsk")),
    ("en", _("English")),
]
LOCALE_PATHS = [DYGN / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = DYGN_DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DYGN_DATA / "media"
DYGN_FILES_ROOT = DYGN_DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": {
        "BACKEND": os.environ.get("DYGN_FILES_BACKEND", "dygn.files.storage.FilesOnDisk"),
        "OPTIONS": json.loads(os.environ.get("DYGN_FILES_OPTIONS", "{}")),
    },
    "staticfiles": {"BACKEND": "dygn.base.static_files.KeptAddresses"},
}

# How long a log-in lasts without a sign of life, and in all.
DYGN_SESSION_IDLE_MINUTES = int(os.environ.get("DYGN_SESSION_IDLE_MINUTES", "60"))
DYGN_SESSION_LONGEST_HOURS = int(os.environ.get("DYGN_SESSION_LONGEST_HOURS", "10"))
# What a form may carry and still be kept when the log-in has run out.
DYGN_KEPT_ANSWERS_BYTES = 100_000
# How many proxies of our own stand in front and write X-Forwarded-For.
DYGN_PROXIES = int(os.environ.get("DYGN_PROXIES", "0"))
# Calls to the outside: hosts within our own network that may be called, and a proxy to go through.
DYGN_OUTBOUND_PRIVATE_HOSTS = [h for h in os.environ.get("DYGN_OUTBOUND_PRIVATE_HOSTS", "").split(",") if h]
DYGN_OUTBOUND_PROXY = os.environ.get("DYGN_OUTBOUND_PROXY", "")
# Authorities of one's own, whose certificates are believed beside those of the public ones: a file in PEM.
DYGN_OUTBOUND_CERTIFICATES = os.environ.get("DYGN_OUTBOUND_CERTIFICATES", "")

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dygn.identity.views.page_too_old.page_too_old"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Map tiles of one's own, https://HOST/{z}/{x}/{y}.png; without them a map shows what the site draws.
DYGN_MAP_TILES = os.environ.get("DYGN_MAP_TILES", "")
_TILE_HOSTS = ["/".join(DYGN_MAP_TILES.split("/")[:3])] if DYGN_MAP_TILES.startswith("https://") else []

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_TILE_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
# Wagtail's editor and its previews need more; see docs/decisions/.
DYGN_EDITOR_PREFIX = "/cms/"
DYGN_EDITOR_POLICY: dict[str, list[str]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *_TILE_HOSTS],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
    "manifest-src": [SELF],
}

# How a municipality's pages are addressed from outside, as in e-mails.
DYGN_PUBLIC_ADDRESS = os.environ.get("DYGN_PUBLIC_ADDRESS", "https://{host}")

# A person may attach files of up to this size; everything else in a request is small.
DYGN_LARGEST_FILE_MB = 25
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "dygn.files.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

TASKS = {"default": {"BACKEND": "dygn.base.task_backend.ProcrastinateBackend"}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = None

WAGTAIL_SITE_NAME = "Dygn"
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = "/staff/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Ports to the outside, by port and adapter name; which one a municipality uses is a Connection.
ADAPTERS: dict[str, dict[str, str]] = {
    "submission": {
        "cases": "dygn.cases.adapters.submission.CaseSubmission",
        "fake": "dygn.services.adapters.fake.FakeSubmission",
    },
    "after_sending": {
        "dialogue": "dygn.dialogue.adapters.after_sending.AskHowItWas",
        "none": "dygn.services.adapters.not_set_up.NothingAfterSending",
    },
    "payment_provider": {
        "none": "dygn.payments.adapters.none.NoPaymentProvider",
        "fake": "dygn.payments.adapters.fake.FakePaymentProvider",
    },
    "paid_subject": {
        "cases": "dygn.cases.adapters.paid.PaidCase",
        "fake": "dygn.payments.adapters.fake.NobodyToTell",
    },
    "task_handler": {
        "cases": "dygn.cases.adapters.process.CaseTasks",
        "fake": "dygn.processes.adapters.fake.FakeTaskHandler",
    },
    "format_importer": {
        "viva": "dygn.services.importers.viva.importer.VivaImporter",
        "formio": "dygn.services.importers.formio.importer.FormioImporter",
        "govuk": "dygn.services.importers.govuk.importer.GovukImporter",
        "oep": "dygn.services.importers.oep.importer.OepImporter",
        "webform": "dygn.services.importers.webform.importer.WebformImporter",
    },
    "resident_login": {
        "none": "dygn.identity.adapters.not_set_up.NoElectronicIdentity",
        "openid": "dygn.identity.adapters.openid.OpenIdConnect",
        "fake": "dygn.identity.adapters.fake.FakeElectronicIdentity",
    },
    "staff_login": {
        "none": "dygn.identity.adapters.not_set_up.NoElectronicIdentity",
        "openid": "dygn.identity.adapters.openid.OpenIdConnect",
        "fake": "dygn.identity.adapters.fake.FakeElectronicIdentity",
    },
    "signer": {
        "none": "dygn.identity.adapters.not_set_up.NoSigner",
        "fake": "dygn.identity.adapters.simulated_signer.SimulatedSigner",
    },
    "contact_codes": {
        "post": "dygn.post.adapters.contact_codes.PostedContactCodes",
        "fake": "dygn.identity.adapters.fake.FakeContactCodes",
    },
    "population_register": {
        "none": "dygn.identity.adapters.not_set_up.NoPopulationRegister",
        "fake": "dygn.identity.adapters.fake.FakePopulationRegister",
    },
    "company_register": {
        "none": "dygn.identity.adapters.not_set_up.NoCompanyRegister",
        "fake": "dygn.identity.adapters.fake.FakeCompanyRegister",
    },
    "data_register": {
        "none": "dygn.services.adapters.not_set_up.NoDataRegister",
        "fake": "dygn.services.adapters.fake.FakeDataRegister",
    },
    "booking_calendar": {
        "none": "dygn.services.adapters.not_set_up.NoCalendar",
        "fake": "dygn.services.adapters.fake_calendar.FakeCalendar",
    },
    "look_up": {
        "none": "dygn.integrations.look_ups.not_set_up.NoSources",
        "http_json": "dygn.integrations.look_ups.http_json.HttpJsonSources",
        "fake": "dygn.integrations.look_ups.fake.FakeSources",
    },
    "outside_system": {
        "http_json": "dygn.integrations.connectors.http_json.HttpJsonSystem",
        "soap": "dygn.integrations.connectors.soap.SoapSystem",
        "message": "dygn.integrations.connectors.message.MessageSystem",
        "database_view": "dygn.integrations.connectors.database_view.DatabaseView",
        "fake": "dygn.integrations.connectors.fake.FakeSystem",
    },
    "virus_scanner": {
        "none": "dygn.files.adapters.none.NoScanner",
        "clamd": "dygn.files.adapters.clamd.ClamdScanner",
        "fake": "dygn.files.adapters.fake.FakeScanner",
    },
    "mail_carrier": {
        "none": "dygn.post.adapters.none.NoMailCarrier",
        "smtp": "dygn.post.adapters.smtp.SmtpCarrier",
        "fake": "dygn.post.adapters.fake.FakeMailCarrier",
    },
    "sms_carrier": {
        "none": "dygn.post.adapters.none.NoSmsCarrier",
        "http": "dygn.post.adapters.http_sms.HttpSmsCarrier",
        "fake": "dygn.post.adapters.fake.FakeSmsCarrier",
    },
}
DEFAULT_ADAPTERS: dict[str, str] = {
    "submission": "cases",
    "after_sending": "dialogue",
    "payment_provider": "none",
    "paid_subject": "cases",
    "task_handler": "cases",
    "resident_login": "none",
    "staff_login": "none",
    "signer": "none",
    "population_register": "none",
    "company_register": "none",
    "data_register": "none",
    "booking_calendar": "none",
    "look_up": "none",
    "contact_codes": "post",
    "virus_scanner": "clamd" if os.environ.get("DYGN_CLAMD_ADDRESS") else "none",
    "mail_carrier": "smtp" if os.environ.get("DYGN_MAIL_HOST") else "none",
    "sms_carrier": "http" if os.environ.get("DYGN_SMS_URL") else "none",
}
ADAPTER_SETTINGS: dict[str, dict[str, Any]] = {
    "virus_scanner": prefixed("DYGN_CLAMD_", "address"),
    "mail_carrier": prefixed("DYGN_MAIL_", "host", "port", "username", "password", "security"),
    "sms_carrier": prefixed("DYGN_SMS_", "url", "username", "password"),
}

DYGN_SEAL_KEYS: list[str] = []
DYGN_LOOKUP_KEY = ""
# Packages that are given away are signed with this key, in this name; those from outside are checked.
DYGN_SIGNING_KEY = os.environ.get("DYGN_SIGNING_KEY", "")
DYGN_PUBLISHER = os.environ.get("DYGN_PUBLISHER", "")
DYGN_TRUSTED_PUBLISHERS = pairs("DYGN_TRUSTED_PUBLISHERS")
# Who may read /metrics: whoever has this token; without one, only this machine itself.
DYGN_METRICS_TOKEN = os.environ.get("DYGN_METRICS_TOKEN", "")

SILENCED_SYSTEM_CHECKS = [
    "wagtailadmin.W003",  # the notification address is each site's own
]
