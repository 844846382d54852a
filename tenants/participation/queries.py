"""Reads of sheets that were begun and not sent: numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from tenants.participation.models import ParticipationDraft, StoppedSheets
from tenants.surveys.models import Wave


@dataclass(frozen=True, slots=True)
class Unsent:
    """Begun sheets that stand at a page: ``waiting`` can still be sent, ``stopped`` expired there."""

    waiting: int = 0
    stopped: int = 0


def unsent_by_page(wave: Wave) -> Mapping[str, Unsent]:
    """Key of a page ("" before the first was sent) → begun sheets that were not sent from there; two queries."""
    drafts = ParticipationDraft.objects.filter(wave=wave).order_by().values_list("page")
    waiting = dict(drafts.annotate(number=Count("pk")))
    stopped = dict(StoppedSheets.objects.filter(wave=wave).values_list("page", "number"))
    return {page: Unsent(waiting.get(page, 0), stopped.get(page, 0)) for page in {*waiting, *stopped}}
