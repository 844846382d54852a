"""Reports of barriers, who wrote a text, and whom the imprint names – that is also who is the controller."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    Controller,
    LegalBasis,
    Personal,
    Remains,
    Retention,
    Unit,
    declare,
    from_row,
    holds,
    impersonal,
    tells_controller,
)
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, WITH_THE_RECORD
from kisi.core.realms import current_realm
from tenants.site.models import SiteSettings

FEEDBACK: Final = Activity(
    key="barriers",
    name=_("Rückmeldungen zur Barrierefreiheit"),
    purpose=_("Meldungen über Barrieren entgegennehmen, beantworten und die Barriere beheben."),
    people=(_("Besucherinnen und Besucher der öffentlichen Seite"),),
    legal_basis=LegalBasis.ACCESSIBILITY,
    recipients=_("Die zuständige Stelle der Kommune; auf Antrag die Durchsetzungsstelle."),
    measures=_("Die E-Mail-Adresse ist freiwillig; weder Prüfprotokoll noch Benachrichtigung wiederholen die Meldung."),
    special=_("Wer eine Barriere beschreibt, kann damit etwas über die eigene Gesundheit sagen (Art. 9 DSGVO)."),
    order=85,
)
IMPRINT: Final = Activity(
    key="site",
    name=_("Impressum und Angaben zur öffentlichen Seite"),
    purpose=_("Sagen, wer für die öffentliche Seite verantwortlich ist und wen man fragen kann."),
    people=(_("Vertretungsberechtigte und benannte Ansprechpersonen"),),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Die Öffentlichkeit."),
    measures=_("Nur dienstliche Angaben."),
    order=95,
)
REPORT: Final = Retention(
    "site_feedback",
    _("%(term)s nach dem Eingang."),
    from_row("site.SiteSettings", "feedback_months", Unit.MONTHS),
)
PUBLISHED: Final = Retention("site_facts", _("Bis die Angabe geändert wird."))
OFFICE: Final = Personal(Category.CONTACT, Remains.UNCHANGED)

declare(
    holds(
        "site.AccessibilityFeedback",
        activity=FEEDBACK,
        retention=REPORT,
        personal={
            "message": Personal(Category.FREE_TEXT),
            "email": Personal(Category.CONTACT),
            "page": Personal(Category.TRACE),
            "created_at": Personal(Category.TRACE),
        },
        free="id language answered_at",
    ),
    holds(
        "site.SiteSettings",
        activity=IMPRINT,
        retention=PUBLISHED,
        personal={
            "represented_by": OFFICE,
            "phone": OFFICE,
            "email": OFFICE,
            "data_protection_officer": OFFICE,
            "feedback_email": OFFICE,
        },
        free="id provider street postal_code place conformity assessment assessed_on feedback_weeks feedback_months"
        " updated_at",
    ),
    holds(
        "site.SiteText",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"created_by": AUTHOR},
        free="id kind language body created_at",
    ),
    impersonal("site.Logo", "id content media_type width height digest updated_at"),
)


@tells_controller("workspace")
def controller() -> Controller:
    """Whoever publishes the town's pages; until that is written, the municipality itself."""
    facts = SiteSettings.current()
    municipality = current_realm().municipality
    town = " ".join(part for part in (facts.postal_code, facts.place) if part)
    return Controller(
        name=facts.provider or (municipality.name if municipality else ""),
        address=", ".join(part for part in (facts.street, town) if part),
        contact=", ".join(part for part in (facts.phone, facts.email) if part),
        officer=facts.data_protection_officer,
        change_url_name="site:facts",
    )
