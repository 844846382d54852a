"""What the workspace adds to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.ui.features import hidden_features
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, SettingsPage, StartCard, declare
from tenants.workspace.models import SEARCH, ChecklistEntry, WorkspaceSettings
from tenants.workspace.queries import address_of
from tenants.workspace.start import checklist_card


def entries_asked(request: HttpRequest) -> list[Asked]:
    """Entries of a person's own checklists."""
    own = ChecklistEntry.objects.filter(checklist__user_id=request.user.pk or 0)
    return [Asked(SEARCH, own, ("id", "title", "checklist_id", "checklist__title"))]


def entries_shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    """With the list they stand on."""
    return [
        SearchHit(
            row["title"],
            address_of(ChecklistEntry(id=row["id"], checklist_id=row["checklist_id"])),
            row["checklist__title"],
        )
        for row in found
    ]


def address(_request: HttpRequest) -> str:
    """The name and the place as they are now."""
    settings = WorkspaceSettings.current()
    return " · ".join(part for part in (settings.official_name, settings.place) if part)


def features_state(request: HttpRequest) -> str:
    """How many areas are left out."""
    number = len(hidden_features(request))
    said = ngettext("%(number)d Bereich ausgeblendet", "%(number)d Bereiche ausgeblendet", number)
    return said % {"number": number} if number else str(_("alle Bereiche sichtbar"))


declare(
    MenuEntry(
        key="checklists",
        label=_("Checklisten"),
        icon="checklist",
        url_name="workspace:checklists",
        group="overview",
        order=40,
        permission=Permission.CHECKLISTS_KEEP,
    ),
    StartCard(
        key="checklist",
        title=_("Ihr Einstieg"),
        template="workspace/checklist_card.html",
        build=checklist_card,
        order=10,
        span=5,
        permission=Permission.CHECKLISTS_KEEP,
    ),
    SearchSource(
        key="checklist_entries",
        label=_("Einträge Ihrer Checklisten"),
        icon="checklist",
        asked=entries_asked,
        shown=entries_shown,
        order=60,
        permission=Permission.CHECKLISTS_KEEP,
    ),
    SettingsPage(
        key="municipality",
        label=_("Kommune"),
        icon="location_city",
        url_name="workspace:municipality",
        text=_("Amtlicher Name, Anschrift, Zeitzone, Checkliste für neue Guides."),
        order=10,
        state=address,
    ),
    SettingsPage(
        key="features",
        label=_("Bereiche"),
        icon="category",
        url_name="workspace:features",
        text=_("Welche Bereiche in Navigation, Suche und Arbeitsplatz erscheinen."),
        order=20,
        state=features_state,
    ),
)
