"""E-mails about accounts."""

from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import Invitation
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
