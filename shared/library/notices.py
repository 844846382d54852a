"""What editors hear of each other's work: a version waits for review, a version was reviewed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.notifications.vocabulary import NoticeKind, declare_kinds

IN_REVIEW: Final = "library.in_review"
REVIEWED: Final = "library.reviewed"

declare_kinds(
    NoticeKind(
        key=IN_REVIEW,
        label=_("Eine Vorlage wartet auf Prüfung"),
        icon="fact_check",
        permission=Permission.LIBRARY_EDIT,
    ),
    NoticeKind(
        key=REVIEWED,
        label=_("Eine Vorlage wurde geprüft"),
        icon="publish",
        permission=Permission.LIBRARY_EDIT,
    ),
)
