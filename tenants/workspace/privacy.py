"""What the workspace holds about people: their first weeks' checklists."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import Activity, Category, LegalBasis, Personal, Retention, Row, declare, holds, impersonal
from kisi.core.privacy.authorship import STAFF

SETTLING_IN: Final = Activity(
    key="checklists",
    name=_("Einarbeitung"),
    purpose=_("Neue Integrationsguides mit einer Liste dessen begleiten, was in den ersten Wochen zu tun ist."),
    people=(STAFF,),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Nur die Person selbst und, wer ihre Arbeit übernimmt."),
    measures=_("Getrennter Datenbestand je Kommune; keine Auswertung über Personen hinweg."),
    order=35,
)
CHECKLIST: Final = Retention("checklist", _("So lange wie das Konto der Person."))
STATE: Final = Personal(Category.WORK)

declare(
    holds(
        "workspace.Checklist",
        activity=SETTLING_IN,
        retention=CHECKLIST,
        about="user_id",
        row=Row.GOES,
        personal={
            "user": Personal(Category.WORK, points="pk"),
            "title": STATE,
            "started_on": STATE,
            "dismissed_at": STATE,
        },
        free="id template_key version introduction",
    ),
    holds(
        "workspace.ChecklistEntry",
        activity=SETTLING_IN,
        retention=CHECKLIST,
        about="checklist__user_id",
        row=Row.GOES,
        personal={"title": STATE, "due_on": STATE, "state": STATE, "settled_at": STATE},
        free="id checklist key position explanation",
    ),
    impersonal(
        "workspace.WorkspaceSettings",
        "id official_name street postal_code place time_zone newcomer_checklist newcomer_days hidden_features"
        " updated_at",
    ),
)
