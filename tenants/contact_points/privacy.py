"""Contact points are places; their number and address may be those of somebody who works there."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import Activity, Category, LegalBasis, Personal, Remains, Retention, declare, holds, impersonal

PLACES: Final = Activity(
    key="contact_points",
    name=_("Anlaufstellen"),
    purpose=_("Öffentlich sagen, wo, wann und wie der Integrationsguide zu erreichen ist."),
    people=(_("Beschäftigte, deren dienstliche Erreichbarkeit veröffentlicht ist"),),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Die Öffentlichkeit."),
    measures=_("Nur dienstliche Angaben; wer sie einträgt, entscheidet über die Veröffentlichung."),
    order=90,
)
PUBLISHED: Final = Retention("contact_point", _("Bis die Anlaufstelle geändert oder entfernt wird."))
OFFICE: Final = Personal(Category.CONTACT, Remains.UNCHANGED)

declare(
    holds(
        "contact_points.ContactPoint",
        activity=PLACES,
        retention=PUBLISHED,
        personal={"phone": OFFICE, "email": OFFICE},
        free="id name street postal_code place directions accessibility languages order is_main is_visible removed_at"
        " created_at updated_at",
    ),
    impersonal(
        "contact_points.OfficeHours",
        "id contact_point weekday opens_at closes_at note valid_from valid_until created_at updated_at",
    ),
    impersonal(
        "contact_points.HoursException",
        "id contact_point kind first_day last_day opens_at closes_at reason removed_at created_at updated_at",
        _("Der Grund ist einer der Stelle („Fortbildung“), nie der einer Person."),
    ),
)
