"""Who created, changed or decided something: the same in many apps, and one processing activity."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy.declaring import Activity, Category, Personal, Remains
from kisi.core.privacy.legal import LegalBasis
from kisi.core.privacy.terms import Retention

STAFF: Final = _("Beschäftigte und Mitwirkende mit einem Konto")

AUTHORSHIP: Final = Activity(
    key="authorship",
    name=_("Zuständigkeiten und Bearbeitungsvermerke"),
    purpose=_(
        "Nachvollziehen, wer Inhalte (Bedarfe, Erhebungen, Fragebogen, Vorlagen, Veröffentlichungen) angelegt,"
        " geändert oder entschieden hat, und festhalten, wer wofür zuständig ist."
    ),
    people=(STAFF,),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Nur Personen mit einem Konto am selben Ort; keine Übermittlung an Dritte."),
    measures=_("Getrennter Datenbestand je Kommune, Rechte nach Rollen, verschlüsselte Übertragung, Prüfprotokoll."),
    order=30,
)

WITH_THE_RECORD: Final = Retention(
    "with_the_record", _("So lange wie der Vorgang; der Name, bis das Konto der Person gelöscht wird.")
)
FOR_EVER: Final = Retention(
    "decided_for_ever", _("So lange wie der Vorgang: Entscheidungen und freigegebene Fassungen bleiben unverändert.")
)

AUTHOR: Final = Personal(Category.NAME, Remains.PSEUDONYM, points="name")
"""The name of an account, written into a row; replaced when the account is erased."""
DECIDER: Final = Personal(Category.NAME, Remains.UNCHANGED, points="name")
"""The same in rows that the database lets nobody change."""
