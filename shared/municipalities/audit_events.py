"""Names of what happens to a municipality as a whole."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import declare_details

declare_events(
    {
        "municipalities.suspended": _("Kommune ausgesetzt"),
        "municipalities.activated": _("Kommune wieder geöffnet"),
        "municipalities.register_renewed": _("Gemeindeverzeichnis erneuert"),
    }
)

declare_details(
    {
        "municipalities.as_of": _("Gebietsstand"),
        "municipalities.added": _("neue Gemeinden"),
        "municipalities.closed": _("aufgelöste Gemeinden"),
    }
)
