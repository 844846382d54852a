"""Names of what the operation records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import declare_details

declare_events(
    {
        "operation.check_requested": _("Prüfung der Plattform veranlasst"),
        "operation.texts_changed": _("Texte der Plattform geändert"),
    }
)

declare_details({"operation.texts": _("Texte")})
