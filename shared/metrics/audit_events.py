"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import declare_details

declare_events(
    {
        "metrics.release_requested": _("Veröffentlichungsstand veranlasst"),
        "metrics.released": _("Veröffentlichungsstand eingefroren"),
        "metrics.amif_read": _("Genaue AMIF-Summen eingesehen"),
    }
)

declare_details({"metrics.input_hash": _("Prüfsumme der Eingaben"), "metrics.number": _("Stand Nummer")})
