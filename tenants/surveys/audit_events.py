"""Names of what surveys record. What participants do is never recorded: the trail knows exact times."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, declare_details
from tenants.surveys.vocabulary import Channel

declare_events(
    {
        "surveys.wave_created": _("Welle angelegt"),
        "surveys.wave_changed": _("Welle geändert"),
        "surveys.wave_released": _("Welle freigegeben"),
        "surveys.wave_ended": _("Welle beendet"),
        "surveys.wave_reopened": _("Welle wieder geöffnet"),
        "surveys.codes_made": _("Einladungscodes erstellt"),
        "surveys.sheets_printed": _("Papierbögen gedruckt"),
        "surveys.sheet_typed": _("Bogen erfasst"),
        "surveys.sheet_withdrawn": _("Erfassten Bogen zurückgenommen"),
        "surveys.responses_accepted": _("Antwortbögen im Ganzen angenommen"),
        "surveys.settings_changed": _("Einstellungen der Bedarfserhebung geändert"),
    }
)

declare_details(
    {
        "surveys.channel": Detail(_("Weg"), dict(Channel.choices)),
        "surveys.channels": Detail(_("Wege"), dict(Channel.choices)),
    }
)
