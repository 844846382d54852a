"""Names of what adoptions record."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import Story, declare_events, declare_stories
from kisi.audit.wording import declare_details
from kisi.core.access import Permission

declare_events(
    {
        "adoptions.template_adopted": _("Vorlage übernommen"),
        "adoptions.version_kept": _("Bei der jetzigen Fassung geblieben"),
        "adoptions.decision_put_off": _("Entscheidung verschoben"),
    }
)

declare_stories(
    {
        "adoptions.template_adopted": Story(
            _("%(actor)s hat eine Vorlage übernommen (Fassung %(version)s)."),
            Permission.LIBRARY_VIEW,
            "library_books",
        ),
        "adoptions.version_kept": Story(
            _("%(actor)s bleibt bei der bisherigen Fassung einer Vorlage."), Permission.LIBRARY_VIEW, "library_books"
        ),
    }
)

declare_details({"adoptions.stays_with": _("Bleibt bei Fassung"), "adoptions.until": _("Später, bis")})
