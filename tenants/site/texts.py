"""Which text counts on a page: the municipality's own one, or the default built from what is known of the town."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kisi.core.realms import current_municipality
from kisi.ui.languages import Language, language_named
from tenants.contact_points.models import ContactPoint
from tenants.contact_points.queries import main_contact_point
from tenants.site.models import SiteSettings
from tenants.site.prose import as_html
from tenants.site.queries import own_text


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text ready for a page. ``written_at`` is None for a default that nobody has confirmed."""

    body: str
    language: Language
    written_at: datetime | None

    @property
    def html(self) -> SafeString:
        """The body below the page's own heading."""
        return as_html(self.body)


def text_for(kind: str, language: str, *, points: Iterable[ContactPoint] = ()) -> ShownText:
    """The text of a kind in a language, or in German where there is none in that language.

    ``points`` are contact points the page has read already: the main one among them is not read again.
    """
    own = own_text(kind, language)
    if own is not None:
        return ShownText(own.body, language_named(own.language), own.created_at)
    return ShownText(default_text(kind, points=points), language_named("de"), None)


def default_text(kind: str, *, points: Iterable[ContactPoint] = ()) -> str:
    """The default as Markdown; what the town has not told us yet is left out or named as missing."""
    return render_to_string(f"site/defaults/{kind}.md", _facts(points)).strip()


def _facts(points: Iterable[ContactPoint]) -> dict[str, Any]:
    main = next((point for point in points if point.is_main), None)
    return {
        "town": current_municipality().name,
        "site": SiteSettings.current(),
        "point": main or main_contact_point(),
        "programme": settings.KISI_PROGRAMME,
    }
