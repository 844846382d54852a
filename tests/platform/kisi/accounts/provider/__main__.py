"""Runs the provider: ``python -m … PORT REDIRECT_URI…`` – people, one client, and a server until it is ended."""

from __future__ import annotations

import os
import sys
from wsgiref.simple_server import make_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

PEOPLE = {
    "elif": "Guide@Example.org",
    "stranger": "stranger@example.org",
    "invited": "invited@example.org",
    "unverified-elif": "guide@example.org",
}


def fill(redirect_uris: list[str]) -> None:
    """Its people and its one client."""
    from django.contrib.auth import get_user_model  # reason: models load after the setup
    from oauth2_provider.models import get_application_model  # reason: the same

    for name, email in PEOPLE.items():
        get_user_model().objects.create_user(name, email=email)
    get_application_model().objects.create(
        name="KISI", client_id="kisi", client_secret="a-very-good-secret", client_type="confidential",
        authorization_grant_type="authorization-code", redirect_uris=" ".join(redirect_uris), algorithm="RS256",
        skip_authorization=True,
    )  # fmt: skip


def main() -> None:
    """Make the database and serve."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.platform.kisi.accounts.provider.configuration"
    django.setup()
    port, *redirect_uris = sys.argv[1:]
    call_command("migrate", verbosity=0)
    fill(redirect_uris)
    with make_server("127.0.0.1", int(port), get_wsgi_application()) as server:
        print("ready", flush=True)
        server.serve_forever()


main()
