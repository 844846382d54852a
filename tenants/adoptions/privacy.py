"""Who took over a template, and who decided about a new version."""

from kisi.core.privacy import Category, Personal, Remains, declare, holds
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, DECIDER, FOR_EVER, WITH_THE_RECORD

declare(
    holds(
        "adoptions.Adoption",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"adopted_by": AUTHOR},
        free="id template_key version kind title content adopted_at",
    ),
    holds(
        "adoptions.Decision",
        activity=AUTHORSHIP,
        retention=FOR_EVER,
        personal={"decided_by": DECIDER, "reason": Personal(Category.FREE_TEXT, Remains.UNCHANGED)},
        free="id template_key version choice remind_on decided_at",
    ),
)
