"""Which text counts on a page: the municipality's own one, or the default built from what is known of the town."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from kisi.core.realms import current_municipality
from kisi.ui.languages import Language, language_named
from tenants.contact_points.models import ContactPoint
from tenants.contact_points.queries import main_contact_point
from tenants.site.models import SiteSettings, SiteText
from tenants.site.prose import as_html
from tenants.site.queries import own_texts


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


@dataclass(frozen=True, slots=True)
class Known:
    """What defaults are built from; what a page has read already is not read again."""

    site: SiteSettings
    point: ContactPoint | None


def known(*, site: SiteSettings | None = None, points: Iterable[ContactPoint] = ()) -> Known:
    """The town's facts, read when a text speaks of them; ``points``: contact points, the main one maybe among them."""
    main = next((point for point in points if point.is_main), None)
    return Known(
        site or cast("SiteSettings", SimpleLazyObject(SiteSettings.current)),
        main or cast("ContactPoint", SimpleLazyObject(main_contact_point)),
    )


def text_for(
    kind: str, language: str, *, site: SiteSettings | None = None, points: Iterable[ContactPoint] = ()
) -> ShownText:
    """The text of a kind in a language, or in German where there is none in that language."""
    own = own_texts([kind], language).get(kind)
    return _own(own) if own else _default(kind, known(site=site, points=points))


def german_texts(kinds: Iterable[str], *, site: SiteSettings) -> dict[str, ShownText]:
    """Kind → its German text; two statements for all."""
    asked = list(kinds)
    own, facts = own_texts(asked, "de"), known(site=site)
    return {kind: _own(own[kind]) if kind in own else _default(kind, facts) for kind in asked}


def default_text(kind: str, facts: Known | None = None) -> str:
    """The default as Markdown; what the town has not told us yet is left out or named as missing."""
    found = facts or known()
    context = {
        "town": current_municipality().name,
        "site": found.site,
        "point": found.point,
        "programme": settings.KISI_PROGRAMME,
    }
    return render_to_string(f"site/defaults/{kind}.md", context).strip()


def _own(text: SiteText) -> ShownText:
    return ShownText(text.body, language_named(text.language), text.created_at)


def _default(kind: str, facts: Known) -> ShownText:
    return ShownText(default_text(kind, facts), language_named("de"), None)
