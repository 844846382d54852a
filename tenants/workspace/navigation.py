"""What the workspace adds to the shell."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kisi.core.access import Permission
from kisi.ui.features import hidden_features
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, SettingsPage, StartCard, declare
from tenants.workspace.models import WorkspaceSettings
from tenants.workspace.queries import address_of, found_entries
from tenants.workspace.start import checklist_card


def search_entries(request: HttpRequest, words: str, limit: int) -> list[SearchHit]:
    """Entries of a person's own checklists."""
    user_id = request.user.pk or 0
    return [SearchHit(row.title, address_of(row), row.checklist.title) for row in found_entries(user_id, words, limit)]


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
        permission=Permission.WORKSPACE_VIEW,
    ),
    StartCard(
        key="checklist",
        title=_("Ihr Einstieg"),
        template="workspace/checklist_card.html",
        build=checklist_card,
        order=10,
        span=5,
        permission=Permission.WORKSPACE_VIEW,
    ),
    SearchSource(
        key="checklist_entries",
        label=_("Einträge Ihrer Checklisten"),
        icon="checklist",
        search=search_entries,
        order=60,
        permission=Permission.WORKSPACE_VIEW,
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
