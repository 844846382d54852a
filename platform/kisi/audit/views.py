"""The trail on screen: filtered, exported, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kisi.audit.actions import record
from kisi.audit.forms import EntryFilter
from kisi.audit.models import Entry
from kisi.audit.verification import verify
from kisi.audit.vocabulary import event_name
from kisi.audit.wording import details_in_words, names_of_subjects, subject_in_words
from kisi.core.access import Permission, requires
from kisi.core.actors import Actor
from kisi.core.realms import current_realm
from kisi.ui.tables import Column, Table, answer_table

ENTRIES: Final = Table(
    key="pruefprotokoll",
    caption=_("Prüfprotokoll"),
    default_order="-sequence",
    columns=(
        Column(key="sequence", label=_("Nummer"), order_by=("sequence",), number=True),
        Column(key="recorded_at", label=_("Zeitpunkt"), value=lambda entry: timezone.localtime(entry.recorded_at)),
        Column(key="event", label=_("Vorgang"), value=lambda entry: event_name(entry.event)),
        Column(key="actor_label", label=_("Wer")),
    ),
    empty_title=_("Noch keine Einträge"),
)


def _with_names(names: Mapping[str, str]) -> Table:
    """The list with what an entry is about, in words; ``names`` of accounts that still exist."""

    def details(entry: Entry) -> str:
        return details_in_words(entry.event, entry.subject, entry.details, names)

    about = (
        Column(key="subject", label=_("Gegenstand"), value=lambda entry: subject_in_words(entry.subject, names)),
        Column(key="details", label=_("Einzelheiten"), value=details),
    )
    return replace(ENTRIES, columns=(*ENTRIES.columns, *about))


@requires(Permission.AUDIT_VIEW)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The list; taking it away as a file is noted in it, as it is for every list."""
    names = names_of_subjects()
    found = EntryFilter(request.GET, names)
    return answer_table(request, "audit/entries.html", _with_names(names), Entry.objects.all(), found)


@requires(Permission.AUDIT_VIEW)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Recompute the whole chain of this schema and say what was found."""
    verdict = verify(current_realm())
    with transaction.atomic():
        record("audit.verified", by=_actor(request), details={"ok": verdict.ok, "first_bad": verdict.first_bad})
    (messages.success if verdict.ok else messages.error)(request, verdict.explanation)
    return redirect("audit:entries")


def _actor(request: HttpRequest) -> Actor:
    user: Any = request.user
    return user.actor
