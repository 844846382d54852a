"""The public host's first page and the platform's own texts."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, public, requires
from kisi.desk.views.start import start as desk
from shared.operation.models import PlatformTexts

TITLES: Final = {
    "imprint": _("Impressum"),
    "privacy": _("Datenschutz"),
    "accessibility": _("Erklärung zur Barrierefreiheit"),
}


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What KISI is and the way in, for those who are not signed in."""
    return render(request, "operation/front.html", {"text": PlatformTexts.current().shown("about")})


@requires(Permission.WORKSPACE_VIEW, for_strangers=front)
def start(request: HttpRequest) -> HttpResponse:
    """The desk for who is signed in, the public page for everybody else."""
    return desk(request)


@public
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who offers the platform."""
    return _text(request, "imprint")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of data about visitors."""
    return _text(request, "privacy")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that HessBGG § 14 asks for, with the way to report a barrier."""
    return _text(request, "accessibility")


def _text(request: HttpRequest, name: str) -> HttpResponse:
    texts = PlatformTexts.current()
    contact = texts.contact_email if name == "accessibility" else ""
    context = {"title": TITLES[name], "text": texts.shown(name), "contact": contact}
    return render(request, "operation/text.html", context)
