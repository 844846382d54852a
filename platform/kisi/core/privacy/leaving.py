"""What happens to everything a municipality holds when it leaves."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy.terms import Retention, Unit, from_setting

LEAVING: Final = Retention(
    "leaving",
    _(
        "Verlässt eine Kommune KISI, wird ihr gesamter Datenbestand archiviert, ihr übergeben und %(term)s danach"
        " gelöscht, wenn nichts anderes vereinbart ist."
    ),
    from_setting("KISI_OFFBOARDING_GRACE_DAYS", Unit.DAYS),
)
