"""The first operator: made once, at the first start of an empty platform."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from kisi.core.realms import CENTRAL, inside
from kisi.core.roles import Role


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody needs to sign in."""

    url: str
    email: str
    password: str


def ensure_operator() -> SignIn | None:
    """Make the first operator's account; None if there is an operator already.

    The password is not kept anywhere: whoever loses it gets a new one with `kisi manage changepassword`.
    """
    from kisi.accounts.models import User

    with inside(CENTRAL), transaction.atomic():
        if User.objects.filter(role=Role.OPERATOR).exists():
            return None
        password = secrets.token_urlsafe(12)
        email = f"betrieb@{settings.KISI_BASE_DOMAIN}"
        User.objects.create_user(email, name="Betrieb", role=Role.OPERATOR, password=password)
    return SignIn(f"{settings.KISI_BASE_URL}/", email, password)
