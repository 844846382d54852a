"""E-mails about accounts."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import Invitation, User
from kisi.core.realms import current_realm
from kisi.core.roles import Role
from kisi.mail.letters import Letter, home_url


def _greeting(name: str) -> str:
    return _("Guten Tag %(name)s,") % {"name": name}


def _place() -> str:
    municipality = current_realm().municipality
    return municipality.name if municipality else _("die zentrale Verwaltung")


def invitation_letter(invitation: Invitation, token: str) -> Letter:
    """The way to a first sign-in."""
    until = formats.date_format(timezone.localtime(invitation.expires_at), "d.m.Y")
    return Letter(
        kind="accounts.invitation",
        subject=_("Ihr Zugang zu KISI – %(place)s") % {"place": _place()},
        greeting=_greeting(invitation.name),
        paragraphs=(
            _("%(inviter)s hat Sie eingeladen, in KISI für %(place)s mitzuarbeiten. Ihre Rolle: %(role)s.")
            % {"inviter": invitation.invited_by, "place": _place(), "role": Role(invitation.role).label},
            _("KISI ist die Plattform der kommunalen Integrationsguides in Hessen."),
            _("Bitte wählen Sie ein Passwort. Danach können Sie sich anmelden."),
        ),
        button_label=_("Einladung annehmen"),
        button_url=home_url() + reverse("accounts:accept_invitation", args=[token]),
        closing=(
            _("Die Einladung gilt bis zum %(until)s und nur für Sie. Bitte geben Sie den Link nicht weiter.")
            % {"until": until},
            _("Sie haben diese E-Mail nicht erwartet? Dann können Sie sie löschen."),
        ),
    )


def reset_letter(user: User, token: str, until: datetime) -> Letter:
    """The way to a new password."""
    return Letter(
        kind="accounts.password_reset",
        subject=_("Neues Passwort für KISI"),
        greeting=_greeting(user.name),
        paragraphs=(_("Sie haben für Ihr Konto in KISI ein neues Passwort angefordert."),),
        button_label=_("Neues Passwort wählen"),
        button_url=home_url() + reverse("accounts:reset_password", args=[token]),
        closing=(
            _("Der Link gilt bis %(until)s Uhr und nur einmal.")
            % {"until": formats.date_format(timezone.localtime(until), "d.m.Y, H:i")},
            _("Sie haben nichts angefordert? Dann ist nichts weiter zu tun. Ihr Passwort bleibt, wie es ist."),
        ),
    )


def password_changed_letter(user: User) -> Letter:
    """News of a changed password."""
    return notice_letter(
        user,
        kind="accounts.password_changed",
        subject=_("Ihr Passwort wurde geändert"),
        what=_("Das Passwort Ihres Kontos in KISI wurde geändert."),
    )


def notice_letter(user: User, *, kind: str, subject: str, what: str) -> Letter:
    """News of something that was done to an account, and what to do if its owner did not do it."""
    return Letter(
        kind=kind,
        subject=subject,
        greeting=_greeting(user.name),
        paragraphs=(
            _("%(what)s Zeitpunkt: %(when)s Uhr.")
            % {"what": what, "when": formats.date_format(timezone.localtime(), "d.m.Y, H:i")},
        ),
        closing=(
            _(
                "Waren Sie das nicht? Dann fordern Sie bitte sofort ein neues Passwort an"
                " und melden Sie sich bei Ihrer Koordination."
            ),
        ),
    )
