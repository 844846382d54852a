"""Sheets that somebody has begun: without a name, but until they are sent a code may lead back to them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Retention,
    Unit,
    declare,
    fixed,
    from_row,
    holds,
    impersonal,
)
from tenants.participation.actions import KEPT_WITHOUT_A_CODE

TAKING_PART: Final = Activity(
    key="participation",
    name=_("Angefangene Antwortbögen"),
    purpose=_("Einen Bogen unterbrechen und mit einem Code später weitermachen können."),
    people=(_("Teilnehmende an Erhebungen (ohne Angaben zur Identität)"),),
    legal_basis=LegalBasis.CONSENT,
    recipients=_("Niemand; angefangene Bögen werden nicht gelesen und nicht ausgewertet."),
    measures=_("Kein Konto, keine Adresse; der Code zum Weitermachen nur als Prüfsumme; Löschung nach Ablauf."),
    special=_("Antworten zu Herkunft, Sprache oder Gesundheit können besondere Kategorien nach Art. 9 DSGVO sein."),
    order=16,
)
WITHOUT_CODE: Final = Retention(
    "draft_without_code", _("Angefangene Bögen ohne Code: %(term)s."), fixed(KEPT_WITHOUT_A_CODE)
)
WITH_CODE: Final = Retention(
    "draft_with_code",
    _("Angefangene Bögen mit einem Code zum Weitermachen: %(term)s."),
    from_row("surveys.SurveySettings", "resume_days", Unit.DAYS),
)

declare(
    holds(
        "participation.ParticipationDraft",
        activity=TAKING_PART,
        retention=(WITHOUT_CODE, WITH_CODE),
        personal={
            "answers": Personal(Category.FREE_TEXT),
            "resume_hash": Personal(Category.SIGN_IN, is_secret=True),
            "invitation": Personal(Category.SIGN_IN, is_secret=True),
        },
        free="id wave channel language consent_version page expires_on",
    ),
    impersonal("participation.StoppedSheets", "id wave page number"),
)
