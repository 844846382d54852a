"""Setting up a municipality's own sign-in."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from django.db import transaction

from kisi.accounts.sealing import sealed
from kisi.accounts.vocabulary import PROVIDER, PROVIDER_ID
from kisi.audit.actions import record
from kisi.core.actors import Actor

SUBJECT = "accounts.municipal_sign_in"


def set_up_municipal_sign_in(
    *, name: str, server_url: str, client_id: str, secret: str, trusts_address: bool, has_second_factor: bool, by: Actor
) -> SocialApp:
    """Store the provider of this realm; an empty secret keeps the one there is.

    ``trusts_address``: every address the provider names is taken for verified. ``has_second_factor``:
    the provider asks for a second factor itself.
    """
    with transaction.atomic():
        app = SocialApp.objects.select_for_update().filter(provider=PROVIDER, provider_id=PROVIDER_ID).first()
        app = app or SocialApp(provider=PROVIDER, provider_id=PROVIDER_ID, settings={})
        app.name, app.client_id = name, client_id
        app.settings = {
            **app.settings,
            "server_url": server_url,
            "verified_email": trusts_address,
            "second_factor": has_second_factor,
        }
        if secret:
            app.settings["sealed_secret"] = sealed(secret, purpose="municipal_sign_in")
        app.save()
        details = {"server_url": server_url, "trusts_address": trusts_address, "second_factor": has_second_factor}
        record("accounts.municipal_sign_in_set", by=by, subject=SUBJECT, details=details)
    return app


def remove_municipal_sign_in(*, by: Actor) -> None:
    """Take the provider away; accounts stay, people sign in with a password or passkey."""
    with transaction.atomic():
        number, _rows = SocialApp.objects.filter(provider=PROVIDER, provider_id=PROVIDER_ID).delete()
        if number:
            record("accounts.municipal_sign_in_removed", by=by, subject=SUBJECT)
