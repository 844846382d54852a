"""Waves as the report for the council may show them: exact once they are over for good, in steps before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from tenants.results.computing.interim import coarse, stepped
from tenants.results.models import InterimState
from tenants.results.queries import WaveResult
from tenants.surveys.models import Wave


def as_reported(results: Sequence[WaveResult]) -> list[WaveResult]:
    """The same waves in the numbers that may leave the house; what is said of a wave is kept for the next report."""
    return [result if result.wave.is_final else _interim(result) for result in results]


def _interim(result: WaveResult) -> WaveResult:
    now = result.counted
    with transaction.atomic():
        # One report after the other: two at once would move the numbers from the same state to two different ones.
        Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=result.wave.pk)
        state = InterimState.objects.filter(wave=result.wave).first()
        known = state.numbers if state else {}
        kept = stepped(known, now)
        if kept != known:
            InterimState.objects.update_or_create(wave=result.wave, defaults={"numbers": kept})
    return replace(result, counted=coarse(kept, now))
