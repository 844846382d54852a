"""The test settings for a worker that also knows the probe's tasks."""

from kisi.settings.test import *  # noqa: F403
