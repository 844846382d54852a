"""Where django-allauth asks this project: who is signed in, what is noted, what is said."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kisi.accounts.actions.sessions import leave_session
from kisi.accounts.browsers import browser_name
from kisi.accounts.letters import notice_letter
from kisi.accounts.models import User
from kisi.accounts.municipal_sign_in import provider_asks_second_factor
from kisi.accounts.second_factor import remember_second_factor
from kisi.accounts.sessions import stored_key
from kisi.accounts.throttling import TOO_MANY
from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.realms import current_realm
from kisi.mail.outbox import post

UNKNOWN: Final = Actor("system", "anonymous", "nicht angemeldet")

NOTICES: Final[dict[str, tuple[str, Promise]]] = {
    "mfa/email/totp_activated": ("accounts.totp_added", _("Zur Anmeldung gehört jetzt ein Code aus einer App.")),
    "mfa/email/totp_deactivated": ("accounts.totp_removed", _("Die Anmeldung mit Code aus einer App wurde entfernt.")),
    "mfa/email/webauthn_added": ("accounts.passkey_added", _("Ein Passkey wurde hinzugefügt.")),
    "mfa/email/webauthn_removed": ("accounts.passkey_removed", _("Ein Passkey wurde entfernt.")),
    "mfa/email/recovery_codes_generated": ("accounts.codes_made", _("Neue Notfallcodes wurden erstellt.")),
}
"""What allauth tells by e-mail → (event of the audit trail, what happened). The subject is always the same."""

MESSAGES: Final[dict[str, Promise]] = {
    "account/messages/logged_out.txt": _("Sie sind abgemeldet."),
    "mfa/messages/totp_activated.txt": _("Die Anmeldung mit Code aus der App ist eingerichtet."),
    "mfa/messages/totp_deactivated.txt": _("Die Anmeldung mit Code aus der App ist entfernt."),
    "mfa/messages/webauthn_added.txt": _("Der Passkey ist hinzugefügt."),
    "mfa/messages/webauthn_removed.txt": _("Der Passkey ist entfernt."),
    "mfa/messages/recovery_codes_generated.txt": _("Bitte bewahren Sie die Notfallcodes sicher auf."),
}
"""What is said on the next page; a message that stands nowhere here is not said."""


class AccountAdapter(DefaultAccountAdapter):
    """Notes what happens in the audit trail and writes e-mail through the outbox."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-Mail-Adresse oder Passwort stimmt nicht."),
        "incorrect_password": _("Das Passwort stimmt nicht."),
        "incorrect_code": _("Der Code stimmt nicht oder ist abgelaufen."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: people are invited."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of the same host: every host is allowed here, so the list of allowed hosts says nothing (T31)."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and note in the session when and with what."""
        with transaction.atomic():
            super().login(request, user)
            request.session["kisi_signed_in_at"] = timezone.now().isoformat()
            request.session["kisi_browser"] = browser_name(self.get_http_user_agent(request))
            request.session.set_expiry(0)
            if provider_asks_second_factor(request):
                remember_second_factor(request)
            _record("accounts.signed_in", user, methods=methods_used(request))

    def logout(self, request: HttpRequest) -> None:
        """Sign out."""
        user, key = request.user, stored_key(request.session.session_key or "")
        with transaction.atomic():
            if isinstance(user, User):
                leave_session(user=user, stored_key=key, by=user.actor)
            super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the failure – the same for known and unknown addresses, and without the address itself."""
        with transaction.atomic():
            record("accounts.sign_in_failed", by=UNKNOWN, subject=masked_address(credentials.get("email", "")))

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password once more, within the limits of signing in."""
        if not isinstance(user, User):
            return False
        self.pre_authenticate(context.request, email=user.email)
        if not user.check_password(password):
            self.authentication_failed(context.request, email=user.email)
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: Any = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner that something about signing in has changed, and note it."""
        if template_prefix not in NOTICES or not isinstance(user, User):
            return
        event, what = NOTICES[template_prefix]
        with transaction.atomic():
            letter = notice_letter(
                user, kind=event, subject=gettext("Ihre Anmeldung bei KISI wurde geändert"), what=str(what)
            )
            post(letter, to=user.email, key=f"{event}:{user.pk}:{timezone.now().timestamp()}")
            _record(event, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Never: every e-mail goes through the outbox. Raises ``NotImplementedError``."""
        raise NotImplementedError(f"allauth wants to send {template_prefix}")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words."""
        text = message or (MESSAGES.get(message_template) if message_template else None)
        if text:
            super().add_message(request, level, message=str(text), extra_tags=extra_tags)


def _record(event: str, user: AbstractBaseUser, **details: Any) -> None:
    if not isinstance(user, User):
        raise TypeError("somebody signs in who is no user of ours")
    record(event, by=user.actor, subject=user.reference, details=details)


def methods_used(request: HttpRequest) -> list[str]:
    """How the person of this session showed who they are: "password", "totp", "webauthn" …"""
    records = request.session.get("account_authentication_methods", [])
    return [str(entry.get("type") or entry.get("method")) for entry in records if isinstance(entry, dict)]


def masked_address(email: str) -> str:
    """An address in the audit trail: tries for the same one can be seen together, the address cannot be read."""
    key = f"kisi.accounts.masked|{settings.SECRET_KEY}|{current_realm().key}".encode()
    return "accounts.address:" + hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()[:16]
