"""What the public pages add to the shell."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kisi.ui.registry import PublicFrame, SettingsPage, declare
from tenants.site.frame import public_frame
from tenants.site.models import AccessibilityFeedback


def state(request: HttpRequest) -> str:  # noqa: ARG001 (the signature of every settings page)
    """How many reports of barriers wait."""
    waiting = AccessibilityFeedback.objects.filter(answered_at=None).count()
    if not waiting:
        return ""
    return ngettext("%(number)s offene Rückmeldung", "%(number)s offene Rückmeldungen", waiting) % {"number": waiting}


declare(
    PublicFrame(key="site", build=public_frame),
    SettingsPage(
        key="site",
        label=_("Öffentliche Seite"),
        icon="public",
        url_name="site:settings",
        text=_("Logo, Impressum, Datenschutz, Erklärung zur Barrierefreiheit und Rückmeldungen dazu."),
        order=30,
        state=state,
    ),
)
