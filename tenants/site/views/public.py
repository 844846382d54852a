"""What visitors see: start, imprint, privacy, accessibility; the logo; the calendar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, public, requires
from kisi.core.realms import current_municipality
from kisi.desk.views.start import start as desk
from tenants.contact_points.queries import visible_contact_points
from tenants.contact_points.views.calendar import calendar_answer, kept_for_a_while
from tenants.site.models import Logo, SiteSettings
from tenants.site.showing import shown
from tenants.site.texts import text_for
from tenants.site.views.answering import answer_page, words_for
from tenants.site.vocabulary import TextKind


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The town's public start page: contact points with their hours, and what other apps declare."""
    words = words_for(request)
    found = visible_contact_points()
    context = {
        "points": [shown(point, words) for point in found],
        "lead": words.filled("lead", town=current_municipality().name),
        "text": text_for(TextKind.WELCOME, words.language.code, points=[point.contact_point for point in found]),
    }
    return answer_page(request, "site/home.html", context)


@requires(Permission.WORKSPACE_VIEW, for_strangers=home)
def start(request: HttpRequest) -> HttpResponse:
    """The desk for who is signed in, the town's public page for everybody else."""
    return desk(request)


@public
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who is behind these pages."""
    return _text_page(request, TextKind.IMPRINT, "imprint")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with visitors' data."""
    return _text_page(request, TextKind.PRIVACY, "privacy")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement HessBGG § 14 and HVBIT ask for: state, basis, contact, enforcement body."""
    site = SiteSettings.current()
    facts = {"site": site, "enforcement": settings.KISI_ENFORCEMENT_BODY}
    return answer_page(request, "site/accessibility.html", _text(request, TextKind.ACCESSIBILITY, site) | facts)


def _text_page(request: HttpRequest, kind: TextKind, heading: str) -> HttpResponse:
    return answer_page(request, "site/text.html", {**_text(request, kind), "heading": words_for(request)[heading]})


def _text(request: HttpRequest, kind: TextKind, site: SiteSettings | None = None) -> dict[str, Any]:
    """A text with the day it was written; a default has none."""
    words = words_for(request)
    text = text_for(kind, words.language.code, site=site)
    written = f"{timezone.localtime(text.written_at):%d.%m.%Y}" if text.written_at else ""
    return {"text": text, "as_of": words.filled("status_from", day=written) if written else ""}


@public
@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The logo: a picture we wrote ourselves, named as what it is, and nothing a browser would run."""
    found = get_object_or_404(Logo)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    ending = "png" if found.media_type == "image/png" else "jpg"
    response["Content-Disposition"] = f'inline; filename="logo.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return kept_for_a_while(request, response, quote_etag(found.digest))


@public
@require_safe
def office_hours_ics(request: HttpRequest) -> HttpResponse:
    """Office hours as a calendar to subscribe to."""
    return calendar_answer(request)
