"""The kinds of notices adoptions send."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.notifications.vocabulary import NoticeKind, declare_kinds

NEW_VERSION: Final = "adoptions.new_version"

declare_kinds(
    NoticeKind(
        key=NEW_VERSION,
        label=_("Neue Fassung einer Vorlage"),
        icon="library_books",
        permission=Permission.LIBRARY_ADOPT,
    )
)
