"""What the library adds to the public host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission, allowed
from kisi.core.text_search import Asked, Found
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, StartAction, StartCard, declare
from shared.library.listing import template_rows
from shared.library.models import SEARCH, Template, TemplateVersion
from shared.library.vocabulary import Kind, State


def asked(request: HttpRequest) -> list[Asked]:
    """Templates by their head; those that were never published only for those who write."""
    published = TemplateVersion.objects.published().filter(template=OuterRef("pk"))
    seen = Q() if allowed(request.user, Permission.LIBRARY_EDIT) else Q(Exists(published))
    return [Asked(SEARCH, Template.objects.filter(seen), ("key", "title", "kind"))]


def shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    """With their kind."""
    return [
        SearchHit(one["title"], reverse("library:template", args=[one["key"]]), str(Kind(one["kind"]).label))
        for one in found
    ]


def in_the_works(_request: HttpRequest) -> dict[str, Any] | None:
    """Drafts and versions in review; nothing to show where there are none."""
    rows = [row for row in template_rows(with_drafts=True) if row.state != State.PUBLISHED]
    return {"rows": rows[:6], "count": len(rows)} if rows else None


declare(
    MenuEntry(
        key="library",
        label=_("Vorlagenbibliothek"),
        icon="library_books",
        url_name="library:templates",
        group="state",
        order=40,
        permission=Permission.LIBRARY_VIEW,
        place="central",
    ),
    StartAction(
        key="new_template",
        label=_("Neue Vorlage"),
        icon="add",
        url_name="library:choose_kind",
        order=20,
        permission=Permission.LIBRARY_EDIT,
        place="central",
    ),
    StartCard(
        key="library",
        title=_("Vorlagen in Arbeit"),
        template="library/card.html",
        build=in_the_works,
        order=40,
        permission=Permission.LIBRARY_EDIT,
        place="central",
    ),
    SearchSource(
        key="library",
        label=_("Vorlagen"),
        icon="library_books",
        asked=asked,
        shown=shown,
        permission=Permission.LIBRARY_VIEW,
        place="central",
    ),
)
