"""The gallery as a site of its own: the project's settings, but no database and no municipality."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from kisi.ui.security import CONTENT_SECURITY_POLICY

APPS = ["django.contrib.staticfiles", "django.forms", "django_cotton.apps.SimpleAppConfig", "django_htmx", "kisi.ui"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "kisi.ui.compression.CompressionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "kisi.ui.shell.shell"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]


@contextmanager
def gallery_settings(static_root: Path) -> Iterator[None]:
    """The project's settings with the gallery's addresses and without what needs a database."""
    missing = [app for app in APPS if app not in settings.INSTALLED_APPS]
    with override_settings(
        **({"INSTALLED_APPS": [*settings.INSTALLED_APPS, *missing]} if missing else {}),
        TEMPLATES=TEMPLATES,
        MIDDLEWARE=MIDDLEWARE,
        ROOT_URLCONF="tests.platform.kisi.ui.site_urls",
        FORM_RENDERER="kisi.ui.forms.KernRenderer",
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        SECURE_CSP=CONTENT_SECURITY_POLICY,
        SECURE_SSL_REDIRECT=False,
        KISI_UI_EXPORTED="",
        CSRF_COOKIE_NAME="csrf",
        CSRF_COOKIE_SECURE=False,
        STATIC_ROOT=static_root,
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        },
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name of the base class)
        """Says nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server for the present settings."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
