"""Waves as they may leave the house: exact once they are over for good, rounded and in steps before (decision 0017)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from tenants.results.computing.interim import Numbers, coarse, stepped
from tenants.results.models import InterimState
from tenants.results.queries import WaveResult
from tenants.surveys.models import Wave


def as_reported(results: Sequence[WaveResult]) -> list[WaveResult]:
    """The same waves in the numbers that may leave the house; at most one query where nothing moves.

    What is said of a wave is kept, and said again until enough answers came.
    """
    still_open = [result.wave.pk for result in results if not result.wave.is_final]
    states = InterimState.objects.filter(wave__in=still_open) if still_open else ()
    known = {state.wave_id: state.numbers for state in states}
    return [result if result.wave.is_final else _interim(result, known.get(result.wave.pk, {})) for result in results]


def _interim(result: WaveResult, known: Numbers) -> WaveResult:
    if stepped(known, result.counted) != known:
        known = _moved(result)
    return replace(result, counted=coarse(known, result.counted))


def _moved(result: WaveResult) -> Numbers:
    with transaction.atomic():
        # One after the other: two at once would move the numbers from the same state to two different ones.
        Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=result.wave.pk)
        state = InterimState.objects.filter(wave=result.wave).first() or InterimState(wave=result.wave, numbers={})
        state.numbers = stepped(state.numbers, result.counted)
        state.save()
    return state.numbers
