"""The test settings with the probe's pages in place of the product's; middleware, backend, cache and storage are real."""

from kisi.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.attack.probe.urls"
