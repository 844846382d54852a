"""Settings shared by every environment. What differs between installations comes from ``KISI_…`` variables."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from kisi.schedule import SCHEDULE
from kisi.settings.accounts import *  # noqa: F403 (accounts' own page of settings)
from kisi.settings.api import *  # noqa: F403 (the API's own page of settings)
from kisi.settings.environment import Environment
from kisi.settings.logging import logging_settings
from kisi.settings.mail import mail_mode, mailers
from kisi.settings.operation import *  # noqa: F403 (the operation's own page of settings)
from kisi.settings.site import *  # noqa: F403 (the public pages' own page of settings)
from kisi.ui.security import CONTENT_SECURITY_POLICY

env = Environment()

SECRET_KEY = env.secret("KISI_SECRET_KEY")
KISI_PROVISIONER_PASSWORD = env.text("KISI_PROVISIONER_PASSWORD", default="")
_domain = env.text("KISI_BASE_DOMAIN", default="")
KISI_BASE_URL = env.base_url("KISI_BASE_URL", default=f"https://{_domain}" if _domain else "http://kisi.localhost:8000")
KISI_BASE_DOMAIN = urlsplit(KISI_BASE_URL).hostname or ""
DEBUG = False

# -- who is in which schema ---------------------------------------------------------------------

SHARED_APPS = [
    "kisi.tenancy",
    "kisi.audit",
    "kisi.audit.anchoring",
    "kisi.mail",
    "kisi.accounts",
    "kisi.notifications",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "shared.municipalities",
    "shared.library",
    "shared.onboarding",
    "shared.metrics",
    "shared.benchmarks",
    "shared.ministry",
    "shared.operation",
    "oauth2_provider",
    "api",
]
"""Apps with tables in the public schema."""

TENANT_APPS = [
    "kisi.audit",
    "kisi.mail",
    "kisi.accounts",
    "kisi.notifications",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "tenants.workspace",
    "tenants.adoptions",
    "tenants.instruments",
    "tenants.surveys",
    "tenants.participation",
    "tenants.results",
    "tenants.needs",
    "tenants.contact_points",
    "tenants.access_tokens",
    "tenants.site",
]
"""Apps with tables in every municipality's schema."""

APPS_WITHOUT_TABLES = [
    "django_tenants",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "kisi.core",
    "kisi.ui",
    "kisi.desk",
    "kisi.help",
    "kisi.privacy",
]
"""Apps of which no table is made anywhere: roles and permissions are code (``kisi.core.access``)."""

# contenttypes stands first: django-tenants' backend imports it while the first model is being made.
INSTALLED_APPS = list(dict.fromkeys(["django.contrib.contenttypes", *SHARED_APPS, *TENANT_APPS, *APPS_WITHOUT_TABLES]))

TENANT_MODEL = "municipalities.Municipality"
TENANT_DOMAIN_MODEL = "municipalities.Domain"
PUBLIC_SCHEMA_NAME = "public"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
KISI_REFERENCE_DATA = [
    "shared.municipalities.register.loading.load",
    "shared.library.shipped.load",
    "shared.metrics.definitions.mirror",
]
# Called with a release while it is being frozen, in the same transaction.
KISI_RELEASE_COMPANIONS = ["shared.benchmarks.actions.draw_bands"]
KISI_PUBLIC_RIGHTS = "kisi.grants.PUBLIC"
KISI_TOWN_RIGHTS = "kisi.grants.TOWN"

DATABASES = {"default": env.database("KISI_DATABASE_URL")}
# Each municipality has a server process of its own, which forgets nothing between two requests but is cold for the
# processor: a statement it has seen is not read and planned again. See decision 0014.
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
# Longer than the 30 seconds after which the server gives up a town's statement, so that the server speaks first.
KISI_DATABASE_ANSWER_SECONDS = env.number("KISI_DATABASE_ANSWER_SECONDS", default=35)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- requests -----------------------------------------------------------------------------------

ROOT_URLCONF = "kisi.urls_tenant"
WSGI_APPLICATION = "kisi.wsgi.application"
# The directory of municipalities is the list of allowed hosts: unknown ones end in RealmMiddleware.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = env.flag("KISI_TRUST_FORWARDED_HOST", default=False)

MIDDLEWARE = [
    "kisi.tenancy.health.HealthMiddleware",
    # Pads answers at random, so that compression tells nothing about tokens in them (BREACH).
    "kisi.ui.compression.CompressionMiddleware",
    # Before the realm: the page that a town is closed needs its style sheet on that town's host.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kisi.tenancy.middleware.RealmMiddleware",
    "kisi.tenancy.observation.ObservationMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kisi.ui.features.FeatureMiddleware",
    "kisi.accounts.middleware.AccessMiddleware",
    "kisi.ui.methods.MethodMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kisi.ui.shell.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
FORM_RENDERER = "kisi.ui.forms.KernRenderer"
KISI_UI_IDENTITY = "kisi.accounts.identity.identity_of"
# Whether what is shown was made up for a demonstration; where people work for real it never is (local.py).
KISI_INVENTED_DATA = False
KISI_UI_ALLOWED = "kisi.core.access.allowed"
KISI_UI_EXPORTED = "kisi.audit.exports.record_export"
KISI_UI_HIDDEN_FEATURES = "tenants.workspace.queries.hidden_features"
KISI_CHANGELOG = env.path("KISI_CHANGELOG", default=Path(__file__).resolve().parents[3] / "CHANGELOG.md")
KISI_DESK_DUE_DAYS = env.days("KISI_DESK_DUE_DAYS", default=14)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
KISI_LIBRARY_LARGEST_FILE = 2_000_000
"""Bytes of a template's file that is read in."""
KISI_ADOPTIONS_REMIND_DAYS = 28
"""How far off a town that decides later is reminded, unless it says otherwise."""
KISI_ADOPTIONS_LATEST_REMINDER_DAYS = 730
APPEND_SLASH = True

# -- cache, files, broker -----------------------------------------------------------------------

KISI_REDIS_URL = env.broker("KISI_REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "kisi.tenancy.cache.RealmCache",
        "LOCATION": KISI_REDIS_URL,
        "KEY_FUNCTION": "kisi.tenancy.cache.realm_key",
        "REVERSE_KEY_FUNCTION": "kisi.tenancy.cache.key_without_realm",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}
MEDIA_ROOT = env.path("KISI_MEDIA_ROOT", default=Path(".kisi/media"))
STORAGES = {
    "default": {"BACKEND": "kisi.tenancy.storage.RealmStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = env.path("KISI_STATIC_ROOT", default=Path(".kisi/static"))

# -- e-mail ---------------------------------------------------------------------------------------

KISI_MAIL = mail_mode(env, default="smtp")
MAILERS = mailers(env)
DEFAULT_FROM_EMAIL = env.text("KISI_MAIL_FROM", default=f"kisi@{KISI_BASE_DOMAIN}")

# -- municipalities come and go -------------------------------------------------------------------

KISI_OFFBOARDING_GRACE_DAYS = env.number("KISI_OFFBOARDING_GRACE_DAYS", default=30, minimum=0, maximum=3_650)
KISI_ARCHIVE_ROOT = env.path("KISI_ARCHIVE_ROOT", default=Path(".kisi/archive"))
KISI_JOB_STALE_SECONDS = env.number("KISI_JOB_STALE_SECONDS", default=20)
KISI_JOB_FAILURES = env.number("KISI_JOB_FAILURES", default=5)
KISI_JOB_BACKOFF_SECONDS = env.number("KISI_JOB_BACKOFF_SECONDS", default=10, minimum=0)
KISI_JOB_STARTS = env.number("KISI_JOB_STARTS", default=20)

# -- instruments ----------------------------------------------------------------------------------

# How many changes of a draft questionnaire can be undone.
KISI_INSTRUMENT_UNDO_STEPS = env.number("KISI_INSTRUMENT_UNDO_STEPS", default=50, minimum=1)

# -- figures --------------------------------------------------------------------------------------

# How many towns one task collects from, and how often everything is looked through.
KISI_COLLECT_BATCH = env.number("KISI_COLLECT_BATCH", default=6, minimum=1)
KISI_COLLECT_SECONDS = env.number("KISI_COLLECT_SECONDS", default=300)
# A town that failed is tried again after so many seconds, twice as many the next time, at most an hour.
KISI_COLLECT_BACKOFF_SECONDS = env.number("KISI_COLLECT_BACKOFF_SECONDS", default=60, minimum=0)
KISI_COLLECT_STALE_SECONDS = env.number("KISI_COLLECT_STALE_SECONDS", default=60)
# A release of 42 towns is attacked for seconds, with the earlier ones of its period for some more: so long may its job
# be silent, and so many of the earlier releases are held against the new one.
KISI_RELEASE_STALE_SECONDS = env.number("KISI_RELEASE_STALE_SECONDS", default=600)
KISI_RELEASES_ATTACKED_TOGETHER = env.number("KISI_RELEASES_ATTACKED_TOGETHER", default=4)
KISI_COLLECT_KEEP_DAYS = env.days("KISI_COLLECT_KEEP_DAYS", default=30)

# -- language, time -----------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
USE_I18N = True
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# -- security headers ---------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = CONTENT_SECURITY_POLICY

# -- what operators see -------------------------------------------------------------------------

KISI_METRICS_TOKEN = env.text("KISI_METRICS_TOKEN", default="")
KISI_METRICS_NETWORKS = env.networks("KISI_METRICS_NETWORKS")
LOGGING = logging_settings(as_json=env.flag("KISI_LOG_JSON", default=False))

# -- Celery -------------------------------------------------------------------------------------

CELERY_BROKER_URL = KISI_REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_DEFAULT_QUEUE = "default"
# An archive may take minutes, so those who leave never stand in the way of those who come.
CELERY_TASK_ROUTES = {
    "shared.onboarding.tasks.carry_on_offboarding": {"queue": "departures"},
    "shared.onboarding.tasks.*": {"queue": "provisioning"},
    "shared.operation.run_provisioning_check": {"queue": "provisioning"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than any task may run, so that a message is never worked on twice at once.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
}
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TIMEZONE = TIME_ZONE
