"""What stands around every public page of the town: logo above, links below."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kisi.core.realms import realm_or_none
from kisi.ui.languages import chosen_language, language_query
from kisi.ui.registry import Frame, FrameLink
from tenants.site.queries import logo_seen
from tenants.site.words import words_of


def public_frame(request: HttpRequest) -> Frame:
    """Logo and links, in the language of the page; nothing where no municipality is."""
    realm = realm_or_none()
    if realm is None or realm.municipality is None:
        return Frame()
    language = chosen_language(request)
    words, query = words_of(language.code), language_query(language)
    logo = logo_seen()
    pages = {"imprint": "site:imprint", "privacy": "site:privacy", "accessibility": "site:accessibility"}
    links = [FrameLink(words[key], reverse(name) + query) for key, name in pages.items()]
    return Frame(
        logo_url=f"{reverse('site:logo')}?v={logo.digest[:12]}" if logo else "",
        links=(
            *links,
            FrameLink(words["report_barrier"], reverse("site:feedback") + query),
            FrameLink(words["staff"], reverse("account_login")),
        ),
        demo=words["demo"] if realm.municipality.is_demo or settings.KISI_INVENTED_DATA else "",
    )
