"""Surveys: answers are anonymous by structure, and what people write in free text may still be about themselves."""

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
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, WITH_THE_RECORD

ANSWERS: Final = Activity(
    key="surveys",
    name=_("Bedarfserhebungen"),
    purpose=_(
        "Erheben, welchen Bedarf Zugewanderte, Einheimische und Fachleute sehen, und darüber zusammengefasst berichten."
    ),
    people=(_("Teilnehmende an Erhebungen (ohne Angaben zur Identität)"),),
    legal_basis=LegalBasis.ANONYMOUS,
    recipients=_(
        "Integrationsguide, Koordination und Prüfung der Kommune; an das Land gehen nur gerundete Summen,"
        " veröffentlicht werden nur gerundete Anteile."
    ),
    measures=_(
        "Antworten ohne Konto, Adresse, Gerät und Uhrzeit, nur mit der Kalenderwoche; zufällige Schlüssel; kleine"
        " Gruppen werden nicht gezeigt; Freitexte werden gesondert gelesen und nie übermittelt."
    ),
    special=_(
        "Freitexte und Fragen zu Herkunft, Sprache oder Gesundheit können besondere Kategorien nach Art. 9 DSGVO"
        " enthalten, ohne dass sie einer Person zuzuordnen sind."
    ),
    order=15,
)
SHEETS: Final = Retention(
    "sheets",
    _(
        "Antwortbögen sind anonym und bleiben, solange die Erhebung ausgewertet wird. Eine einzelne Person lässt sich"
        " in ihnen nicht finden, deshalb auch nicht löschen oder beauskunften (Art. 11 DSGVO)."
    ),
)

declare(
    holds(
        "surveys.Response",
        activity=ANSWERS,
        retention=SHEETS,
        personal={"answers": Personal(Category.FREE_TEXT, Remains.ANONYMOUS)},
        free="id wave version channel language week consent_version",
        remark=_(
            "Der Bau der Tabelle verhindert jeden Bezug zu einer Person; Freitexte können enthalten, was Menschen über"
            " sich selbst schreiben."
        ),
    ),
    impersonal("surveys.InvitationCode", "id batch code_hash used", _("Ohne Angabe, wer den Code bekam.")),
    impersonal("surveys.TypedSheet", "id wave number", _("Ohne Weg zu den Antworten.")),
    holds(
        "surveys.Wave",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"created_by": AUTHOR},
        free="id title token version perspective state opens_on closes_on channels targets was_reopened printed_sheets"
        " privacy_notice_version created_at",
    ),
    holds(
        "surveys.CodeBatch",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"created_by": AUTHOR},
        free="id wave label size created_on",
    ),
    impersonal(
        "surveys.SurveySettings",
        "id privacy_contact resume_days late_days undo_minutes fill_seconds page_hours starts_per_hour sends_per_minute"
        " wave_sends_per_minute wave_starts_per_hour code_tries kiosk_idle_seconds largest_batch largest_print"
        " smallest_group",
        _("Als Ansprechstelle steht eine Stelle oder ihr Postfach."),
    ),
)
