"""Kinds of notices this app sends."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.notifications.vocabulary import NoticeKind, declare_kinds

declare_kinds(
    NoticeKind("needs.responsible", _("Ich bin für einen Bedarf zuständig"), "flag", permission=Permission.NEEDS_VIEW),
    NoticeKind(
        "needs.decided",
        _("Über einen Bedarf, für den ich zuständig bin, wird entschieden"),
        "gavel",
        permission=Permission.NEEDS_VIEW,
    ),
)
