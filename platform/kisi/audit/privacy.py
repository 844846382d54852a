"""What the audit trail holds about people."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import Activity, Category, LegalBasis, Personal, Remains, Retention, declare, holds, impersonal
from kisi.core.privacy.authorship import STAFF

TRAIL: Final = Activity(
    key="audit",
    name=_("Prüfprotokoll"),
    purpose=_("Nachweisen, wer wann was getan und wer Daten über Personen eingesehen oder mitgenommen hat."),
    people=(STAFF, _("Programme mit einem Zugang zur Schnittstelle (ohne Personenbezug)")),
    legal_basis=LegalBasis.ACCOUNTABILITY,
    recipients=_("Koordination, Prüfung und Betrieb; auf Verlangen die Aufsichtsbehörde."),
    measures=_("Verkettete Prüfsummen, die Datenbank verweigert jede Änderung, Einzelheiten ohne löschbare Angaben."),
    order=80,
)
CHAIN: Final = Retention(
    "audit_chain",
    _(
        "So lange wie der Datenbestand insgesamt: ein unveränderliches Protokoll lässt sich nicht kürzen"
        " (Art. 17 Abs. 3 Buchst. b DSGVO)."
    ),
)

declare(
    holds(
        "audit.Entry",
        activity=TRAIL,
        retention=CHAIN,
        about="actor_id",
        where={"actor_kind": "user"},
        personal={
            "recorded_at": Personal(Category.TRACE, Remains.UNCHANGED),
            "event": Personal(Category.TRACE, Remains.UNCHANGED),
            "actor_id": Personal(Category.WORK, Remains.UNCHANGED),
            "actor_label": Personal(Category.NAME, Remains.UNCHANGED),
            "subject": Personal(Category.TRACE, Remains.UNCHANGED),
        },
        free="sequence database_role is_read actor_kind details previous_hash hash",
        remark=_("Einzelheiten nennen Vorgänge und Zahlen, keine Angaben, deren Löschung jemand verlangen kann."),
    ),
    impersonal("audit.Head", "id sequence hash"),
)
