"""Looking at a version: preview in every language, difference to another, as a file."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from kisi.ui.languages import language_named
from kisi.ui.parts import Tab
from shared.instruments.comparison import compare
from shared.instruments.definition import from_stored
from shared.instruments.editing import slug_of
from shared.instruments.sentences import review_states
from shared.instruments.translation import ordered
from tenants.instruments.models import InstrumentVersion
from tenants.instruments.preview import preview_pages, shown
from tenants.instruments.views.drafting import crumbs


def version_or_404(pk: int, number: int) -> InstrumentVersion:
    """A version with its instrument."""
    return get_object_or_404(InstrumentVersion.objects.select_related("instrument"), instrument=pk, number=number)


@requires(Permission.SURVEYS_VIEW)
@require_safe
def preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """How people will see it, in every language and on a phone."""
    version = version_or_404(pk, number)
    document = version.definition
    codes = ordered(document["languages"])
    asked = request.GET.get("sprache", "de")
    code = asked if asked in codes else "de"
    is_phone = request.GET.get("breite") == "telefon"
    width = "&breite=telefon" if is_phone else ""
    context = {
        "version": version,
        "instrument": version.instrument,
        "shown": shown(document, code),
        "around": review_states()[code],
        "pages": preview_pages(document, code),
        "shown_language": language_named(code),
        "is_phone": is_phone,
        "tabs": [Tab(language_named(one).german, f"?sprache={one}{width}", one == code) for one in codes],
        "crumbs": crumbs(version.instrument, _("Vorschau, Fassung %(n)d") % {"n": number}, in_draft=False),
    }
    return render(request, "instruments/preview.html", context)


@requires(Permission.SURVEYS_VIEW)
@require_safe
def difference(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What is new in this version, compared with the one before or with `?mit=`."""
    version = version_or_404(pk, number)
    others = [one.number for one in version.instrument.versions.order_by("-number") if one.number != number]
    if not others:
        raise Http404
    asked = request.GET.get("mit", "")
    earlier = [one for one in others if one < number]
    other = int(asked) if asked.isdecimal() and len(asked) < 9 else (earlier or others)[0]
    before = version_or_404(pk, other)
    context = {
        "version": version,
        "instrument": version.instrument,
        "before": before,
        "others": others,
        "comparison": compare(from_stored(before.definition), from_stored(version.definition)),
        "crumbs": crumbs(version.instrument, _("Vergleich"), in_draft=False),
    }
    return render(request, "instruments/difference.html", context)


@requires(Permission.SURVEYS_VIEW)
@require_safe
def as_json(_request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The definition as a file that KISI reads again."""
    version = version_or_404(pk, number)
    text = json.dumps(version.definition, ensure_ascii=False, indent=2)
    return as_file(text + "\n", "application/json", file_name(version, "json"))


def as_file(content: Any, content_type: str, name: str) -> HttpResponse:
    """A download, never shown inline."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(version: InstrumentVersion, ending: str) -> str:
    """A name with nothing in it that a file system could mind."""
    return f"{slug_of(version.instrument.title, '-') or 'fragebogen'}-v{version.number}.{ending}"
