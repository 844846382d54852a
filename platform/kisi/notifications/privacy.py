"""What notices hold about people."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Retention,
    Row,
    Unit,
    declare,
    from_row,
    holds,
    impersonal,
)
from kisi.core.privacy.authorship import STAFF

NOTICES: Final = Activity(
    key="notices",
    name=_("Hinweise"),
    purpose=_("Personen sagen, was für sie neu oder zu tun ist, auf dem Weg, den sie wünschen."),
    people=(STAFF,),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Nur die Person selbst."),
    measures=_("Getrennter Datenbestand je Kommune; nur die Person selbst liest ihre Hinweise."),
    order=60,
)
READ: Final = Retention(
    "notice_read",
    _("Gelesene Hinweise: %(term)s."),
    from_row("notifications.NoticeSettings", "read_days", Unit.DAYS),
)
UNREAD: Final = Retention(
    "notice_unread",
    _("Ungelesene Hinweise: %(term)s."),
    from_row("notifications.NoticeSettings", "unread_days", Unit.DAYS),
)
PREFERENCE: Final = Retention("notice_preference", _("Wünsche zu Hinweisen: so lange wie das Konto."))
TOLD: Final = Personal(Category.MESSAGE)
SEEN: Final = Personal(Category.TRACE)

declare(
    holds(
        "notifications.Notice",
        activity=NOTICES,
        retention=(READ, UNREAD),
        about="recipient_id",
        row=Row.GOES,
        personal={
            "recipient": Personal(Category.WORK, points="pk"),
            "title": TOLD,
            "text": TOLD,
            "url": TOLD,
            "created_at": SEEN,
            "read_at": SEEN,
        },
        free="id kind key",
    ),
    holds(
        "notifications.Preference",
        activity=NOTICES,
        retention=PREFERENCE,
        about="user_id",
        row=Row.GOES,
        personal={
            "user": Personal(Category.WORK, points="pk"),
            "kind": Personal(Category.WORK),
            "channel": Personal(Category.WORK),
        },
        free="id",
    ),
    impersonal("notifications.NoticeSettings", "id read_days unread_days"),
)
