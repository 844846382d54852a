"""Names of what happens to a municipality as a whole."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events

declare_events(
    {
        "municipalities.suspended": _("Kommune ausgesetzt"),
        "municipalities.activated": _("Kommune wieder geöffnet"),
    }
)
