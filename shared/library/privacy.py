"""Who wrote, reviewed and published a template."""

from kisi.core.privacy import Category, Personal, Remains, declare, holds, impersonal
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, WITH_THE_RECORD

declare(
    impersonal("library.Template", "id key kind title summary topic adopt_by_default withdrawn_at withdrawn_note"),
    impersonal(
        "library.TemplateVersion",
        "id template number title summary topic content change_note submitted_at published_at",
    ),
    holds(
        "library.VersionStep",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={
            "actor": Personal(Category.WORK, Remains.ANONYMOUS),
            "actor_label": AUTHOR,
            "comment": Personal(Category.MESSAGE, Remains.ANONYMOUS),
            "taken_at": Personal(Category.TRACE, Remains.ANONYMOUS),
        },
        free="id version step",
    ),
)
