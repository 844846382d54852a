"""The test suite. ``tests/conftest.py`` starts the servers and sets the variables before Django loads."""

import os

os.environ.setdefault("KISI_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
os.environ.setdefault("KISI_PROVISIONER_PASSWORD", "only-for-tests")
os.environ.setdefault("KISI_DATABASE_URL", "postgresql:///kisi_test?host=/nowhere")
os.environ.setdefault("KISI_REDIS_URL", "redis://127.0.0.1:1/0")

from kisi.settings.base import *  # noqa: F403 (variables first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
KISI_SECOND_FACTOR_REQUIRED = False
