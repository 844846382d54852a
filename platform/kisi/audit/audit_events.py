"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events

declare_events(
    {
        "audit.exported": _("Prüfprotokoll exportiert"),
        "audit.verified": _("Prüfprotokoll geprüft"),
    }
)
