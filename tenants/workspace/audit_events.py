"""Names of what this app records, and what of it is news for colleagues."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import Story, declare_events, declare_stories
from kisi.audit.wording import Detail, declare_details
from kisi.core.access import Permission
from tenants.workspace.vocabulary import EntryState

declare_events(
    {
        "workspace.settings_changed": _("Angaben zur Kommune geändert"),
        "workspace.checklist_started": _("Checkliste begonnen"),
        "workspace.checklist_entry_settled": _("Eintrag einer Checkliste geändert"),
        "workspace.checklist_dismissed": _("Checkliste ausgeblendet"),
        "workspace.checklist_restored": _("Checkliste wieder eingeblendet"),
        "workspace.checklists_handed_over": _("Checklisten übergeben"),
    }
)
declare_stories(
    {
        "workspace.settings_changed": Story(
            _("%(actor)s hat die Angaben zur Kommune geändert."), Permission.WORKSPACE_VIEW, "location_city"
        ),
    }
)

declare_details(
    {
        "workspace.checklists": _("Einträge von Checklisten"),
        "workspace.dropped": _("Gestrichen, weil die andere Person dieselbe Liste hat"),
        "workspace.state": Detail(_("Stand"), dict(EntryState.choices)),
    }
)
