"""Plain Django without tenants in its best case: one schema, one connection that is never closed."""

import os

from kisi.ops.bench.filler import PACKAGE
from kisi.ops.bench.rivals.chain import CHAIN
from kisi.settings.base import (  # noqa: F401 (what the chain and the ORM read is the same for every entrant)
    DEFAULT_AUTO_FIELD,
    LANGUAGE_CODE,
    LANGUAGES,
    SECURE_CONTENT_TYPE_NOSNIFF,
    SECURE_CSP,
    SECURE_REFERRER_POLICY,
    TIME_ZONE,
    USE_TZ,
    X_FRAME_OPTIONS,
)
from kisi.settings.environment import Environment

SECRET_KEY = os.environ["KISI_SECRET_KEY"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "allauth",
    "allauth.account",
    PACKAGE,
]
KISI_BENCH_TOWN_APPS = [PACKAGE]
KISI_BENCH_SIDE = "kisi.ops.bench.rivals.plain_side"
MIDDLEWARE = CHAIN
ROOT_URLCONF = "kisi.ops.bench.rivals.urls"
ALLOWED_HOSTS = ["*"]
DATABASES = {
    "default": {
        **Environment().database("KISI_DATABASE_URL"),
        "ENGINE": "django.db.backends.postgresql",
        "USER": os.environ["KISI_BENCH_ROLE"],
        "PASSWORD": os.environ["KISI_BENCH_PASSWORD"],
        "CONN_MAX_AGE": None,
    }
}
