"""The register as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.privacy.register.entries import Register
from kisi.ui.documents import pdf
from kisi.ui.templatetags.kisi_ui import day

TEMPLATE: Final = Path(__file__).resolve().parent / "register.typ"


def register_pdf(register: Register) -> bytes:
    """The register as a tagged PDF, to hand to the supervisory authority (Art. 30 (4) DSGVO)."""
    return pdf(
        TEMPLATE,
        {
            "title": _("Verzeichnis von Verarbeitungstätigkeiten"),
            "author": register.controller.name,
            "lead": _("Art. 30 Abs. 1 DSGVO, %(name)s, Stand %(day)s")
            % {"name": register.controller.name, "day": day(timezone.localdate())},
            "responsible_title": _("Verantwortliche Stelle"),
            "responsible": [list(fact) for fact in register.responsible],
            "leaving": register.leaving,
            "third_countries": register.third_countries,
            "entries": [
                {
                    "name": entry.name,
                    "facts": [list(fact) for fact in entry.facts],
                    "holdings": [[one.name, one.fields, one.remains] for one in entry.holdings],
                }
                for entry in register.entries
            ],
        },
    )
