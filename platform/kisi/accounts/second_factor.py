"""Second factors: secrets are encrypted for their realm, passkeys belong to their host."""

from __future__ import annotations

import base64
import secrets
from typing import Any, ClassVar, Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from kisi.accounts.sealing import sealed, unsealed
from kisi.mail.letters import sender

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_SESSION_FLAG: Final = "kisi_has_second_factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    """What django-allauth asks about second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Der Code stimmt nicht oder ist abgelaufen."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with a key of this realm: a row copied elsewhere cannot be read there."""
        return sealed(text, purpose="second_factor")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; a row from another realm yields a random one, which no code fits."""
        secret = unsealed(encrypted_text, purpose="second_factor")
        return secret if secret is not None else base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        """What the app shows beside the code."""
        return sender()

    def _get_site_name(self) -> str:
        return sender()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 (allauth's name)
        """The name a passkey gets when nobody chose one."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether this person has an app or a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def has_passkey(user: AbstractBaseUser) -> bool:
    """Whether this person has a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists()


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this session's person still has to set one up; asked of the database only until they have."""
    if not settings.KISI_SECOND_FACTOR_REQUIRED or request.session.get(_SESSION_FLAG):
        return False
    if has_second_factor(request.user):  # type: ignore[arg-type]
        request.session[_SESSION_FLAG] = True
        return False
    return True


def remember_second_factor(request: HttpRequest) -> None:
    """Do not ask for one in this session: somebody else already does."""
    request.session[_SESSION_FLAG] = True


def forget_second_factor(request: HttpRequest) -> None:
    """Ask the database again at the next request: a factor was removed."""
    request.session.pop(_SESSION_FLAG, None)
