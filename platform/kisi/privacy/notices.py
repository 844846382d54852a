"""Kinds of notices this app sends."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.notifications.vocabulary import NoticeKind, declare_kinds

declare_kinds(
    NoticeKind(
        "privacy.erasure_announced",
        _("Ein deaktiviertes Konto wird gelöscht"),
        "delete",
        permission=Permission.PEOPLE_MANAGE,
    )
)
