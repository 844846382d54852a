"""The test settings with the probe's pages; middleware, backend, cache and storage are the product's own."""

from kisi.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.attack.probe.urls"
