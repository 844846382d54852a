"""The same apps and tables on django-tenants as it comes: one role, search path set by its own backend."""

import os

from kisi.ops.bench.filler import PACKAGE
from kisi.ops.bench.rivals.chain import CHAIN
from kisi.settings.base import *  # noqa: F403
from kisi.settings.base import INSTALLED_APPS as _APPS
from kisi.settings.base import SHARED_APPS as _SHARED_APPS
from kisi.settings.base import TENANT_APPS as _TOWN_APPS
from kisi.settings.environment import Environment

_filler = [PACKAGE] if os.environ.get("KISI_BENCH_FILLED") == "1" else []
SHARED_APPS = ["django_tenants", *_SHARED_APPS]
TENANT_APPS = [*_TOWN_APPS, *_filler]
INSTALLED_APPS = list(dict.fromkeys(["django.contrib.contenttypes", *SHARED_APPS, *_APPS, *_filler]))
KISI_BENCH_TOWN_APPS = TENANT_APPS
KISI_BENCH_SIDE = "kisi.ops.bench.rivals.stock_side"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware", *CHAIN]
ROOT_URLCONF = "kisi.ops.bench.rivals.urls"
DATABASES = {
    "default": {
        **Environment().database("KISI_DATABASE_URL"),
        "ENGINE": "django_tenants.postgresql_backend",
        "USER": os.environ["KISI_BENCH_ROLE"],
        "PASSWORD": os.environ["KISI_BENCH_PASSWORD"],
        "CONN_MAX_AGE": None,
    }
}
# The connection is not the kernel's, so what belongs to a realm is kept out of the way.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
