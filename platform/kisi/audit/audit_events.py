"""Names of what this app records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Subject, declare_details, declare_subjects

declare_events(
    {
        "audit.exported": _("Prüfprotokoll exportiert"),
        "audit.list_exported": _("Liste exportiert"),
        "audit.verified": _("Prüfprotokoll geprüft"),
    }
)

declare_subjects({"audit.list": Subject(_("Liste"))})

declare_details(
    {
        "audit.address": _("Seite"),
        "audit.filters": _("Filter"),
        "audit.rows": _("Zeilen"),
        "after": _("Nachher"),
        "ags": _("Gemeindeschlüssel"),
        "before": _("Vorher"),
        "count": _("Anzahl"),
        "entry": _("Eintrag"),
        "figures": _("Zahlen"),
        "first": _("Erste Nummer"),
        "first_bad": _("Erster Fehler in Zeile"),
        "format": _("Format"),
        "label": _("Bezeichnung"),
        "language": _("Sprache"),
        "length": _("Zeichen"),
        "name": _("Name"),
        "number": _("Anzahl"),
        "ok": _("In Ordnung"),
        "period": _("Zeitraum"),
        "reason": _("Grund"),
        "size": _("Anzahl"),
        "template": _("Vorlage"),
        "template_version": _("Fassung der Vorlage"),
        "title": _("Titel"),
        "version": _("Fassung"),
        "what": _("Was"),
    }
)
