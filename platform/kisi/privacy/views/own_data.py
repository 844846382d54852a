"""What is stored about whoever asks."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import user_of
from kisi.audit.actions import record_read
from kisi.core.access import signed_in
from kisi.privacy.own_data import as_json, details_of, own_data_of, summary_of
from kisi.ui.tables import Column, Listing, Table, export_asked
from kisi.ui.tables.exports import export_answer

DETAILS: Final = Table(
    key="ihre-daten",
    caption=_("Ihre Daten"),
    columns=(
        Column(key="activity", label=_("Verarbeitungstätigkeit")),
        Column(key="name", label=_("Was")),
        Column(key="number", label=_("Eintrag"), number=True),
        Column(key="field", label=_("Angabe")),
        Column(key="value", label=_("Inhalt")),
    ),
    empty_title=_("Nichts gespeichert"),
)
"""One value a row, for files."""


@signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What kinds of rows there are about the person; everything as a table to take away, which is recorded."""
    user = user_of(request)
    if kind := export_asked(request):
        return export_answer(kind, Listing(request, DETAILS, list(details_of(own_data_of(user)))))
    return render(request, "privacy/own_data.html", {"summary": summary_of(user)})


@signed_in
@require_safe
def own_data_file(request: HttpRequest) -> HttpResponse:
    """Everything as JSON (Art. 20: structured, machine-readable); that it was taken is recorded."""
    user = user_of(request)
    found = own_data_of(user)
    made = as_json(user, found)
    details = {"format": "json", "rows": sum(len(own.rows) for own in found)}
    record_read("privacy.own_data_exported", by=user.actor, subject=user.reference, details=details)
    response = HttpResponse(made, content_type="application/json; charset=utf-8")
    name = f"ihre-daten-{timezone.localdate():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
