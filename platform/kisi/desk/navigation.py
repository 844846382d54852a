"""What the desk adds to the menu and to its own start page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.accounts.requests import user_of
from kisi.audit.queries import recent_changes
from kisi.core.access import Permission
from kisi.desk.queries import moment_in_words
from kisi.ui.features import is_left_out
from kisi.ui.registry import MenuEntry, StartCard, declare

CHANGES_SHOWN: Final = 4


def _changes(request: HttpRequest) -> dict[str, Any] | None:
    """The latest changes with their moments in words, without links into left-out areas; nothing where none are."""
    today = timezone.localdate()
    changes = [
        replace(one, url="") if is_left_out(request, one.url) else one
        for one in recent_changes(user_of(request), CHANGES_SHOWN)
    ]
    rows = [(one, moment_in_words(one.when, today)) for one in changes]
    return {"rows": rows} if rows else None


declare(
    MenuEntry(
        key="desk",
        label=_("Arbeitsplatz"),
        icon="space_dashboard",
        url_name="desk:start",
        group="overview",
        order=10,
        permission=Permission.WORKSPACE_VIEW,
        place=None,
        shortcut="a",
    ),
    MenuEntry(
        key="settings",
        label=_("Einstellungen"),
        icon="settings",
        url_name="desk:settings",
        group="settings",
        order=20,
        permission=Permission.SETTINGS_MANAGE,
        place=None,
    ),
    StartCard(
        key="changes",
        title=_("Was sich getan hat"),
        template="desk/changes.html",
        build=_changes,
        order=15,
        span=5,
        permission=Permission.WORKSPACE_VIEW,
        place=None,
        late=True,
    ),
)
