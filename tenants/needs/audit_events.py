"""Names of what needs record, and which of it is news."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import Story, declare_events, declare_stories
from kisi.audit.wording import Detail, Subject, declare_details, declare_subjects
from kisi.core.access import Permission
from tenants.needs.vocabulary import EvidenceKind

declare_events(
    {
        "needs.added": _("Bedarf formuliert"),
        "needs.changed": _("Bedarf geändert"),
        "needs.decided": _("Über Bedarf entschieden"),
        "needs.evidence_added": _("Beleg zu Bedarf aufgenommen"),
        "needs.evidence_removed": _("Beleg entfernt"),
        "needs.evidence_restored": _("Beleg wiederhergestellt"),
        "needs.merged": _("Bedarfe zusammengeführt"),
        "needs.separated": _("Zusammenführung zurückgenommen"),
        "needs.removed": _("Bedarf entfernt"),
        "needs.restored": _("Bedarf wiederhergestellt"),
        "needs.handed_over": _("Bedarfe übergeben"),
        "needs.report_exported": _("Bericht über Bedarfe exportiert"),
        "needs.settings_changed": _("Einstellungen der Bedarfe geändert"),
    }
)
declare_stories(
    {
        "needs.added": Story(
            _("%(actor)s hat den Bedarf „%(title)s“ formuliert."),
            Permission.NEEDS_VIEW,
            "flag",
            "needs:need",
            takes_key=True,
        ),
        "needs.decided": Story(
            _("%(actor)s hat über den Bedarf „%(title)s“ entschieden."),
            Permission.NEEDS_VIEW,
            "gavel",
            "needs:need",
            takes_key=True,
        ),
    }
)

declare_subjects({"needs.report": Subject(_("Bericht über Bedarfe"))})

declare_details(
    {
        "evidence": _("Belege"),
        "into": _("Zusammengeführt in"),
        "into_key": _("Nummer des anderen Bedarfs"),
        "needs.kinds": Detail(_("Art der Belege"), dict(EvidenceKind.choices)),
        "needs.needs": _("Bedarfe"),
        "needs.responsible": _("Bedarfe"),
        "responsible_id": _("Zuständig (Nummer des Kontos)"),
    }
)
