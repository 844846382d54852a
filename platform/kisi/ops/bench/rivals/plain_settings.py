"""Plain Django without tenants in its best case: one schema, one connection that is never closed."""

import os

from kisi.ops.bench.filler import PACKAGE
from kisi.ops.bench.rivals.chain import CHAIN
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
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        **Environment().database("KISI_DATABASE_URL"),
        "ENGINE": "django.db.backends.postgresql",
        "USER": os.environ["KISI_BENCH_ROLE"],
        "PASSWORD": os.environ["KISI_BENCH_PASSWORD"],
        "CONN_MAX_AGE": None,
    }
}
