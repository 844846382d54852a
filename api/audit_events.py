"""Names of what happens to machine accounts."""

from django.utils.translation import gettext_lazy as _

from api.vocabulary import Scope
from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, declare_details

declare_events(
    {
        "api.client_created": _("Zugang zur Schnittstelle angelegt"),
        "api.client_revoked": _("Zugang zur Schnittstelle gesperrt"),
    }
)

declare_details({"api.scopes": Detail(_("Rechte"), dict(Scope.choices))})
