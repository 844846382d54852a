"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import declare_details

declare_events(
    {
        "instruments.created": _("Fragebogen angelegt"),
        "instruments.copied": _("Fragebogen kopiert"),
        "instruments.imported": _("Fragebogen eingelesen"),
        "instruments.adopted": _("Fragebogen aus der Bibliothek übernommen"),
        "instruments.draft_begun": _("Entwurf eines Fragebogens begonnen"),
        "instruments.draft_changed": _("Entwurf eines Fragebogens geändert"),
        "instruments.draft_undone": _("Änderung eines Entwurfs zurückgenommen"),
        "instruments.draft_discarded": _("Entwurf eines Fragebogens verworfen"),
        "instruments.released": _("Fragebogen freigegeben"),
        "instruments.archived": _("Fragebogen abgelegt"),
        "instruments.restored": _("Fragebogen zurückgeholt"),
    }
)

declare_details({"instruments.number": _("Fassung")})
