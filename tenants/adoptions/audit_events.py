"""Names of what adoptions record."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events

declare_events(
    {
        "adoptions.template_adopted": _("Vorlage übernommen"),
        "adoptions.version_kept": _("Bei der jetzigen Fassung geblieben"),
        "adoptions.decision_put_off": _("Entscheidung verschoben"),
    }
)
