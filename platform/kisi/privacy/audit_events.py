"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Subject, declare_details, declare_subjects

declare_events(
    {
        "privacy.register_exported": _("Verarbeitungsverzeichnis mitgenommen"),
        "privacy.own_data_exported": _("Eigene Daten mitgenommen"),
        "privacy.account_erased": _("Angaben zur Person gelöscht"),
        "privacy.erasure_announced": _("Löschung eines Kontos angekündigt"),
        "privacy.invitations_deleted": _("Alte Einladungen gelöscht"),
        "privacy.mail_deleted": _("Vermerke über verschickte E-Mails gelöscht"),
    }
)
declare_subjects({"privacy.register": Subject(_("Verarbeitungsverzeichnis"))})
declare_details(
    {
        "privacy.activities": _("Verarbeitungstätigkeiten"),
        "privacy.rows": _("Geänderte oder gelöschte Zeilen"),
        "privacy.day": _("Tag"),
    }
)
