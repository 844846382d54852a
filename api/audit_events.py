"""Names of what happens to machine accounts."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events

declare_events(
    {
        "api.client_created": _("Zugang zur Schnittstelle angelegt"),
        "api.client_revoked": _("Zugang zur Schnittstelle gesperrt"),
    }
)
