"""Instruments as files: read in, write out."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from shared.instruments.definition import MalformedDefinition
from shared.instruments.local_part import CoreLocked
from shared.instruments.xlsform import BadSpreadsheet, read_xlsform, write_xlsform
from tenants.instruments import actions
from tenants.instruments.forms import ImportForm
from tenants.instruments.views.versions import as_file, file_name, version_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_PROBLEMS = 30


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def read_in(request: HttpRequest) -> HttpResponse:
    """A new draft from a spreadsheet or a JSON file; everything wrong with it is listed, nothing half-read."""
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    problems: list[str] = []
    if form.is_valid():
        upload, perspective = form.cleaned_data["file"], form.cleaned_data["perspective"]
        try:
            document = _document(upload.name, upload.read(), perspective)
            draft = actions.import_instrument(document=document, source=upload.name, by=actor_of(request))
        except BadSpreadsheet as bad:
            problems = [str(one) for one in bad.problems]
        except MalformedDefinition as bad:
            problems = [f"{one.pointer or '/'}: {one.message}" for one in bad.problems]
        except CoreLocked as locked:
            problems = [str(locked)]
        else:
            return redirect("instruments:draft", draft.instrument_id)
        form.add_error("file", _("Die Datei wurde nicht übernommen. Was zu ändern ist, steht oben."))
    context = {
        "problems": problems[:SHOWN_PROBLEMS],
        "more": max(0, len(problems) - SHOWN_PROBLEMS),
        "crumbs": [Crumb(_("Fragebögen"), reverse("instruments:list")), Crumb(_("Einlesen"))],
    }
    return answer_form(request, "instruments/import.html", form, context)


def _document(name: str, content: bytes, perspective: str) -> Any:
    if name.lower().endswith(".xlsx"):
        return read_xlsform(content, perspective=perspective)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadSpreadsheet.of(_("Die Datei ist kein JSON in der Kodierung UTF-8.")) from None
    if isinstance(document, dict) and perspective:
        document["perspective"] = perspective
    return document


@requires(Permission.SURVEYS_VIEW)
@require_safe
def as_xlsform(_request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The definition as a spreadsheet other survey tools read."""
    version = version_or_404(pk, number)
    return as_file(write_xlsform(version.definition), XLSX, file_name(version, "xlsx"))
