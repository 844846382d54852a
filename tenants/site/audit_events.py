"""Names of what the public pages record."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Subject, declare_details, declare_subjects
from tenants.site.vocabulary import TextKind

declare_events(
    {
        "site.settings_changed": _("Angaben zur öffentlichen Seite geändert"),
        "site.text_written": _("Text der öffentlichen Seite geändert"),
        "site.logo_changed": _("Logo geändert"),
        "site.logo_removed": _("Logo entfernt"),
        "site.feedback_received": _("Rückmeldung zur Barrierefreiheit eingegangen"),
        "site.feedback_answered": _("Rückmeldung zur Barrierefreiheit erledigt"),
        "site.feedback_reopened": _("Rückmeldung zur Barrierefreiheit wieder offen"),
        "site.feedback_read": _("Rückmeldungen zur Barrierefreiheit gelesen"),
        "site.feedback_deleted": _("Alte Rückmeldungen zur Barrierefreiheit gelöscht"),
    }
)

declare_subjects(
    {
        "site.feedback": Subject(model="site.AccessibilityFeedback"),
        "site.text": Subject(model="site.SiteText", keys=dict(TextKind.choices)),
    }
)

declare_details({"site.bytes": _("Größe in Byte"), "site.media_type": _("Format"), "site.sha256": _("Prüfsumme")})
