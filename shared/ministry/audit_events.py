"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events

declare_events({"ministry.report_exported": _("Bericht der Landesebene exportiert")})
