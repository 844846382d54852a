"""The processing register on screen and as a file."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import user_of
from kisi.audit.actions import record_read
from kisi.core.access import Permission, allowed, requires
from kisi.privacy.register import register_here, register_pdf
from kisi.ui.tables import Column, Listing, Table, export_asked
from kisi.ui.tables.exports import export_answer

ACTIVITIES: Final = Table(
    key="verarbeitungsverzeichnis",
    caption=_("Verarbeitungsverzeichnis"),
    columns=(
        Column(key="name", label=_("Verarbeitungstätigkeit")),
        Column(key="purpose", label=_("Zweck")),
        Column(key="people", label=_("Betroffene Personen")),
        Column(key="categories", label=_("Kategorien der Daten")),
        Column(key="special", label=_("Besondere Kategorien")),
        Column(key="legal_basis", label=_("Rechtsgrundlage")),
        Column(key="recipients", label=_("Empfänger")),
        Column(key="retention", label=_("Fristen für die Löschung")),
        Column(key="measures", label=_("Technische und organisatorische Maßnahmen")),
    ),
    empty_title=_("Keine Verarbeitungstätigkeit"),
)
"""The register as rows, for files: its sentences are too long for a table on screen."""


@requires(Permission.PRIVACY_VIEW)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of this schema; as a table to take away, which is recorded as with every list."""
    found = register_here()
    if kind := export_asked(request):
        return export_answer(kind, Listing(request, ACTIVITIES, list(found.entries)))
    context = {
        "register": found,
        "today": timezone.localdate(),
        "may_complete": allowed(request.user, Permission.SETTINGS_MANAGE),
    }
    return render(request, "privacy/register.html", context)


@requires(Permission.PRIVACY_VIEW)
@require_safe
def register_file(request: HttpRequest) -> HttpResponse:
    """The same as a PDF; who took it away is recorded."""
    found = register_here()
    made = register_pdf(found)
    details = {"format": "pdf", "activities": len(found.entries)}
    record_read("privacy.register_exported", by=user_of(request).actor, subject="privacy.register", details=details)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"verarbeitungsverzeichnis-{timezone.localdate():%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
