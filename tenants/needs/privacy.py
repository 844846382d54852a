"""Who is responsible for a need, and who stated, proved and decided it. Needs themselves name no persons."""

from kisi.core.privacy import Category, Personal, Remains, declare, holds, impersonal
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, DECIDER, FOR_EVER, WITH_THE_RECORD

declare(
    impersonal("needs.NeedsSettings", "id decide_within_days review_after_days"),
    holds(
        "needs.Need",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={
            "description": Personal(Category.FREE_TEXT, Remains.ANONYMOUS),
            "responsible": Personal(Category.WORK, points="pk"),
            "created_by": AUTHOR,
        },
        free="id title topic perspectives reach groups urgency state priority review_on stated_on merged_into"
        " merged_via removed_at created_at updated_at",
    ),
    holds(
        "needs.Evidence",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"text": Personal(Category.FREE_TEXT, Remains.ANONYMOUS), "added_by": AUTHOR},
        free="id need kind source observed_on link wave question_code answer perspective share low high n cited_on"
        " removed_at",
    ),
    holds(
        "needs.Decision",
        activity=AUTHORSHIP,
        retention=FOR_EVER,
        personal={
            "reason": Personal(Category.FREE_TEXT, Remains.UNCHANGED),
            "decided_by": DECIDER,
            "decided_by_id": Personal(Category.WORK, Remains.UNCHANGED, points="pk"),
        },
        free="id need state priority decided_at",
    ),
)
