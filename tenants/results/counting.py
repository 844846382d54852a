"""Waves, counted: each only once for as long as its sheets are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import BigIntegerField, BitXor, Count, F, Func, Value
from django.db.models.fields.json import KT

from tenants.results.computing.tallies import WaveTally, tally
from tenants.results.computing.weighting import Cell
from tenants.surveys.checking import definition_of
from tenants.surveys.kept import KeptByVersion
from tenants.surveys.models import Response, Wave
from tenants.surveys.queries import Return

Mark = tuple[int, int]
"""How many sheets, and their random numbers in one. Sheets are accepted or taken back, never changed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one wave: its questions, and ``back``, the return (Rücklauf); by sex and age; never weighted."""

    tally: WaveTally
    back: Return
    by_cell: Mapping[Cell, int]
    mark: Mark


@dataclass(frozen=True, slots=True)
class ByCell:
    """Sex and age → the numbers of its sheets; cells without sheets are missing."""

    parts: Mapping[Cell, WaveTally]
    mark: Mark


KEPT: Final = KeptByVersion[Counted](200)
"""Numbers only, some 30 kB a wave; free answers are not among them."""
BY_CELL: Final = KeptByVersion[ByCell](20)
"""The same numbers for each sex and age alone, some 200 kB a wave. Weights are not in them: they are put to what is
found here each time, so that neither other official figures nor other rules find numbers of old ones."""
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
    sheets = rows.values_list("wave_id", _NUMBER, "channel", "language", "week", "answers").iterator(chunk_size=2000)
    found = {pk: _one_pass(waves[pk], of_wave) for pk, of_wave in groupby(sheets, key=itemgetter(0))}
    return found | {pk: _one_pass(wave, ()) for pk, wave in waves.items() if pk not in found}


def _one_pass(wave: Wave, rows: Iterable[tuple[int, int, str, str, date, Mapping[str, Any]]]) -> Counted:
    """Kept under the mark of exactly the sheets that were read here, whatever came or went since the first query."""
    channels, languages, weeks, cells, mark = Counter[str](), Counter[str](), Counter[date](), Counter[Cell](), 0

    def sheets() -> Iterable[Mapping[str, Any]]:
        nonlocal mark
        for _wave, number, channel, language, week, answers in rows:
            mark ^= number
            channels[channel] += 1
            languages[language] += 1
            weeks[week] += 1
            cells[cell_of(answers)] += 1
            yield answers

    numbers = tally(definition_of(wave.version), sheets())
    back = Return(numbers.sheets, channels, languages, dict(sorted(weeks.items())))
    result = Counted(numbers, back, cells, (numbers.sheets, mark))
    return KEPT.keep(wave.version, (wave.pk, *result.mark), result)


def cell_of(answers: Mapping[str, Any]) -> Cell:
    """Sex and age bracket of a sheet."""
    return answers.get("sex", ""), answers.get("age_bracket", "")


def counted_by_cell(wave: Wave, mark: Mark) -> ByCell:
    """The numbers of each sex and age. At most one query; then of the sheets there are now, whatever ``mark`` says."""
    kept = BY_CELL.find(wave.version, (wave.pk, *mark))
    return _by_cell_anew(wave) if kept is None else kept


def _by_cell_anew(wave: Wave) -> ByCell:
    rows = Response.objects.filter(wave=wave).order_by(KT("answers__sex"), KT("answers__age_bracket"))
    sheets = rows.values_list(_NUMBER, "answers").iterator(chunk_size=2000)
    number, mark, found = 0, 0, {}

    def noted(of_cell: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterable[Mapping[str, Any]]:
        nonlocal number, mark
        for one, answers in of_cell:
            number, mark = number + 1, mark ^ one
            yield answers

    for cell, of_cell in groupby(sheets, key=lambda row: cell_of(row[1])):
        found[cell] = tally(definition_of(wave.version), noted(of_cell))
    result = ByCell(found, (number, mark))
    return BY_CELL.keep(wave.version, (wave.pk, *result.mark), result)
