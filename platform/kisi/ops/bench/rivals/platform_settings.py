"""The platform itself, with the filler app in every municipality and only the tenancy middleware before the view."""

import os

from kisi.ops.bench.filler import PACKAGE
from kisi.ops.bench.rivals.chain import CHAIN
from kisi.settings.base import *  # noqa: F403
from kisi.settings.base import INSTALLED_APPS as _APPS
from kisi.settings.base import TENANT_APPS as _TOWN_APPS

_filler = [PACKAGE] if os.environ.get("KISI_BENCH_FILLED") == "1" else []
TENANT_APPS = [*_TOWN_APPS, *_filler]
INSTALLED_APPS = [*_APPS, *_filler]
KISI_BENCH_TOWN_APPS = TENANT_APPS
KISI_BENCH_SIDE = "kisi.ops.bench.rivals.platform_side"
MIDDLEWARE = ["kisi.tenancy.middleware.RealmMiddleware", *CHAIN]
ROOT_URLCONF = "kisi.ops.bench.rivals.urls"
