"""E-mails of the public pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.mail.letters import Letter, home_url
from tenants.site.models import AccessibilityFeedback, SiteSettings


def feedback_letter(feedback: AccessibilityFeedback) -> Letter:
    """News of a report; what it says is read after signing in, because it may be personal."""
    weeks = SiteSettings.current().feedback_weeks
    return Letter(
        kind="site.feedback",
        subject=_("Rückmeldung zur Barrierefreiheit Ihrer Seite"),
        greeting=_("Guten Tag,"),
        paragraphs=(
            _("auf Ihrer öffentlichen Seite hat jemand eine Barriere gemeldet (Nummer %(number)s).")
            % {"number": feedback.pk},
            _("Bitte antworten Sie innerhalb von %(weeks)s Wochen, wenn eine E-Mail-Adresse angegeben ist.")
            % {"weeks": weeks},
        ),
        button_label=_("Rückmeldung lesen"),
        button_url=home_url() + reverse("site:feedback_list"),
    )
