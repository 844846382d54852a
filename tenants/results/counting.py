"""Waves, counted: each only once for as long as its sheets are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import BigIntegerField, BitXor, Count, F, Func, Value

from tenants.results.computing.tallies import WaveTally, tally
from tenants.surveys.checking import definition_of
from tenants.surveys.kept import KeptByVersion
from tenants.surveys.models import Response, Wave

Mark = tuple[int, int]
"""How many sheets, and their random numbers in one. Sheets are accepted or taken back, never changed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one wave: its questions, and the return (Rücklauf) by way and language."""

    tally: WaveTally
    by_channel: Mapping[str, int]
    by_language: Mapping[str, int]


KEPT: Final = KeptByVersion[Counted](200)
"""Numbers only, some 30 kB a wave; free answers are not among them."""
_NUMBER: Final = Func(F("pk"), Value(0), function="uuid_hash_extended", output_field=BigIntegerField())


def counted(waves: Iterable[Wave]) -> dict[int, Counted]:
    """Key of a wave → its numbers: one query for what is known already, one more for all others together."""
    given = {wave.pk: wave for wave in waves}
    marks = _marks(given)
    known = {pk: KEPT.find(wave.version, (pk, *marks.get(pk, (0, 0)))) for pk, wave in given.items()}
    missing = {pk: given[pk] for pk, found in known.items() if found is None}
    return {pk: found for pk, found in known.items() if found is not None} | _counted_anew(missing)


def _marks(waves: Mapping[int, Wave]) -> dict[int, Mark]:
    rows = Response.objects.filter(wave__in=waves).order_by().values_list("wave_id")
    return {pk: (number, mark) for pk, number, mark in rows.annotate(number=Count("pk"), mark=BitXor(_NUMBER))}


def _counted_anew(waves: Mapping[int, Wave]) -> dict[int, Counted]:
    """Some 100 ms for 5,000 sheets."""
    if not waves:
        return {}
    rows = Response.objects.filter(wave__in=waves).order_by("wave_id")
    sheets = rows.values_list("wave_id", _NUMBER, "channel", "language", "answers").iterator(chunk_size=2000)
    found = {pk: _one_pass(waves[pk], of_wave) for pk, of_wave in groupby(sheets, key=itemgetter(0))}
    return found | {pk: _one_pass(wave, ()) for pk, wave in waves.items() if pk not in found}


def _one_pass(wave: Wave, rows: Iterable[tuple[int, int, str, str, Mapping[str, Any]]]) -> Counted:
    """Kept under the mark of exactly the sheets that were read here, whatever came or went since the first query."""
    channels, languages, mark = Counter[str](), Counter[str](), 0

    def sheets() -> Iterable[Mapping[str, Any]]:
        nonlocal mark
        for _wave, number, channel, language, answers in rows:
            mark ^= number
            channels[channel] += 1
            languages[language] += 1
            yield answers

    result = Counted(tally(definition_of(wave.version), sheets()), channels, languages)
    return KEPT.keep(wave.version, (wave.pk, result.tally.sheets, mark), result)
