"""Names of what happens while municipalities come and go."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import declare_details

declare_events(
    {
        "onboarding.requested": _("Aufnahme beantragt"),
        "onboarding.retried": _("Aufnahme wiederholt"),
        "onboarding.completed": _("Aufnahme abgeschlossen"),
        "onboarding.failed": _("Aufnahme fehlgeschlagen"),
        "onboarding.invitation_repeated": _("Einladung der Koordination noch einmal geschickt"),
        "onboarding.offboarding_requested": _("Verabschiedung beantragt"),
        "onboarding.offboarding_cancelled": _("Verabschiedung zurückgenommen"),
        "onboarding.offboarding_retried": _("Verabschiedung wiederholt"),
        "onboarding.offboarding_completed": _("Verabschiedung abgeschlossen"),
        "onboarding.restored": _("Aus einem Archiv wiederhergestellt"),
        "onboarding.offboarding_failed": _("Verabschiedung fehlgeschlagen"),
    }
)

declare_details(
    {
        "onboarding.archived_at": _("Archiv vom"),
        "onboarding.grace_days": _("Tage, bis gelöscht wird"),
        "onboarding.step": _("Schritt"),
    }
)
