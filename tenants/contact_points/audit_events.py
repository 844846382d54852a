"""Names of what contact points record."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, declare_details
from tenants.contact_points.vocabulary import ExceptionKind

declare_events(
    {
        "contact_points.added": _("Anlaufstelle angelegt"),
        "contact_points.changed": _("Anlaufstelle geändert"),
        "contact_points.removed": _("Anlaufstelle entfernt"),
        "contact_points.restored": _("Anlaufstelle wiederhergestellt"),
        "contact_points.hours_changed": _("Sprechzeiten geändert"),
        "contact_points.exception_added": _("Ausnahme von Sprechzeiten angelegt"),
        "contact_points.exception_removed": _("Ausnahme von Sprechzeiten entfernt"),
        "contact_points.exception_restored": _("Ausnahme von Sprechzeiten wiederhergestellt"),
    }
)

declare_details(
    {
        "contact_points.days": _("Tage"),
        "contact_points.kind": Detail(_("Art"), dict(ExceptionKind.choices)),
        "contact_points.times": _("Zeiten"),
    }
)
