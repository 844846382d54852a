"""Names of what happens to machine accounts, and of what programs read."""

from django.utils.translation import gettext_lazy as _

from api.vocabulary import Scope
from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, declare_details
from tenants.results.vocabulary import Crossing

declare_events(
    {
        "api.client_created": _("Zugang zur Schnittstelle angelegt"),
        "api.client_revoked": _("Zugang zur Schnittstelle gesperrt"),
        "api.results_read": _("Ergebnisse über die Schnittstelle gelesen"),
        "api.needs_read": _("Bedarfe über die Schnittstelle gelesen"),
    }
)

declare_details(
    {
        "api.scopes": Detail(_("Rechte"), dict(Scope.choices)),
        "api.rows": _("Zeilen"),
        "api.name": _("Zahlen"),
        "api.question": _("Frage"),
        "api.by": Detail(_("Aufgeteilt nach"), dict(Crossing.choices)),
    }
)
