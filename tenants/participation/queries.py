"""Reads of sheets that were begun and not sent: numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Value

from tenants.participation.models import ParticipationDraft, StoppedSheets
from tenants.surveys.models import Wave


@dataclass(frozen=True, slots=True)
class Unsent:
    """Begun sheets that stand at a page: ``waiting`` can still be sent, ``stopped`` expired there."""

    waiting: int = 0
    stopped: int = 0


def unsent_by_page(wave: Wave) -> Mapping[str, Unsent]:
    """Key of a page ("" before the first was sent) → begun sheets that were not sent from there; one query."""
    drafts = ParticipationDraft.objects.filter(wave=wave).order_by().values("page").annotate(number=Count("pk"))
    waiting = drafts.values_list("page", "number", Value("waiting"))
    stopped = StoppedSheets.objects.filter(wave=wave).order_by().values_list("page", "number", Value("stopped"))
    found: dict[str, Unsent] = {}
    for page, number, kind in waiting.union(stopped, all=True).order_by():
        known = found.get(page, Unsent())
        found[page] = replace(known, **{kind: number})
    return found
