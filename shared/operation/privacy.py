"""Who asked for a check, and who is responsible for the public host."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import Controller, Retention, declare, holds, impersonal, tells_controller
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP
from shared.operation.models import PlatformTexts

CHECKS: Final = Retention("operation_checks", _("Von jeder Art von Prüfung bleiben nur die neuesten."))

declare(
    holds(
        "operation.Check",
        activity=AUTHORSHIP,
        retention=CHECKS,
        personal={"requested_by": AUTHOR},
        free="id kind state requested_at woken_at started_at finished_at checked findings problem",
    ),
    impersonal(
        "operation.PlatformTexts",
        "id about imprint privacy accessibility contact_email",
        _("Öffentliche Texte der Plattform und das Postfach einer Stelle, nicht das einer Person."),
    ),
)


@tells_controller("central")
def controller() -> Controller:
    """Whoever stands in the imprint of the public host; its contact is the platform's mailbox."""
    texts = PlatformTexts.current()
    return Controller(
        name=_now("Betreiber der Plattform (siehe Impressum)"),
        contact=texts.contact_email,
        change_url_name="operation:texts",
    )
