"""Whom a new municipality's first invitation goes to, and who asked for what."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Remains,
    Retention,
    declare,
    holds,
    impersonal,
)
from kisi.core.privacy.authorship import AUTHOR, STAFF
from kisi.core.privacy.leaving import LEAVING

JOINING: Final = Activity(
    key="onboarding",
    name=_("Aufnahme und Ausscheiden von Kommunen"),
    purpose=_("Eine Kommune einrichten, ihre Koordination einladen und ihren Datenbestand beim Ausscheiden übergeben."),
    people=(_("Koordination der Kommune"), STAFF),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Die Kommune selbst; ihr Archiv erhält nur sie."),
    measures=_("Nur der Betrieb hat Zugriff; Archive tragen eine Prüfsumme."),
    order=40,
)
JOB: Final = Retention("onboarding_job", _("Der Auftrag bleibt als Nachweis, solange die Plattform besteht."))
ASKED: Final = {
    "requested_by_id": Personal(Category.WORK, Remains.ANONYMOUS),
    "requested_by_label": AUTHOR,
}
JOB_FIELDS: Final = (
    "id ags name slug schema_name status requested_by_kind created_at finished_at touched_at next_attempt_at"
    " municipality "
)
STEP_FIELDS: Final = "id position name status started_at finished_at detail problem attempts failures history "

declare(
    holds(
        "onboarding.Onboarding",
        activity=JOINING,
        retention=JOB,
        personal={
            **ASKED,
            "coordinator_email": Personal(Category.CONTACT, Remains.PSEUDONYM, points="email"),
            "coordinator_name": AUTHOR,
        },
        free=JOB_FIELDS + "templates is_demo",
    ),
    holds(
        "onboarding.Offboarding",
        activity=JOINING,
        retention=(JOB, LEAVING),
        personal=ASKED,
        free=JOB_FIELDS + "previous_status grace_days due_at archive_file archive_sha256 archive_bytes archived_at",
    ),
    impersonal("onboarding.OnboardingStep", STEP_FIELDS + "onboarding"),
    impersonal("onboarding.OffboardingStep", STEP_FIELDS + "offboarding"),
)
