"""What adoptions add to a municipality's workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.ui.registry import Feature, MenuEntry, SearchHit, SearchSource, StartCard, declare
from shared.library import models as central
from shared.library.vocabulary import Kind
from tenants.adoptions.models import SEARCH, Adoption
from tenants.adoptions.queries import waiting_templates

SHOWN = 5


def asked(_request: HttpRequest) -> list[Asked]:
    """Templates by their head or by the title of the own copy."""
    own = Adoption.objects.filter(template_key=OuterRef("key"))
    published = central.TemplateVersion.objects.published().filter(template=OuterRef("pk"))
    offered = central.Template.objects.filter(Exists(published), Q(withdrawn_at=None) | Exists(own))
    title = central.Template.objects.filter(key=OuterRef("template_key")).values("title")
    copies = Adoption.objects.annotate(library_title=Subquery(title))
    return [
        Asked(central.SEARCH, offered, ("key", "title", "kind")),
        Asked(SEARCH, copies, ("template_key", "library_title", "title", "kind")),
    ]


def shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    """Each once, as it is called in the library."""
    hits: dict[str, SearchHit] = {}
    for row in found:
        key = row.get("key") or row["template_key"]
        url, kind = reverse("adoptions:template", args=[key]), str(Kind(row["kind"]).label)
        hits.setdefault(key, SearchHit(row.get("library_title") or row["title"], url, kind))
    return list(hits.values())


def waiting(_request: HttpRequest) -> dict[str, Any] | None:
    """Newer versions that wait for a decision; nothing where there are none."""
    found = waiting_templates()
    return {"templates": found[:SHOWN], "count": len(found)} if found else None


declare(
    Feature(
        key="adoptions",
        label=_("Vorlagenbibliothek"),
        text=_("Vorlagen des Landes ansehen und übernehmen."),
        order=40,
    ),
    MenuEntry(
        key="adoptions",
        label=_("Vorlagenbibliothek"),
        icon="library_books",
        url_name="adoptions:templates",
        group="steering",
        order=60,
        permission=Permission.LIBRARY_VIEW,
        feature="adoptions",
    ),
    StartCard(
        key="adoptions",
        title=_("Neue Fassungen von Vorlagen"),
        template="adoptions/card.html",
        build=waiting,
        order=45,
        permission=Permission.LIBRARY_ADOPT,
        late=True,
        feature="adoptions",
    ),
    SearchSource(
        key="adoptions",
        label=_("Vorlagen"),
        icon="library_books",
        asked=asked,
        shown=shown,
        order=80,
        permission=Permission.LIBRARY_VIEW,
        feature="adoptions",
    ),
)
