"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Subject, declare_details, declare_subjects

declare_events({"privacy.register_exported": _("Verarbeitungsverzeichnis mitgenommen")})
declare_subjects({"privacy.register": Subject(_("Verarbeitungsverzeichnis"))})
declare_details({"privacy.activities": _("Verarbeitungstätigkeiten")})
