"""What is left out where no rounding withstands the attack: as little as possible, always whole tables of a level.

A statistical office that cannot protect a table withholds the table, not single cells: which cells are missing would
tell something about them (secondary suppression: Hundepool et al., *Statistical Disclosure Control*, 2012, ch. 4), and
was reconstructed in 25 of 25 trials. That a table of a whole level is missing depends on all figures at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kisi.core.facts import cell_of
from shared.disclosure.catalogue import Dimensions, Level
from shared.disclosure.structure import Key, Part, Structure
from shared.disclosure.task import Withheld

Table = tuple[Level, Dimensions]


def table_of(key: Key) -> Table:
    """The table a cell stands in."""
    return key.level, tuple(sorted(cell_of(key.cell)))


def smaller_ones(structure: Structure) -> Iterator[tuple[Structure, frozenset[Table]]]:
    """The structure with fewer and fewer published tables, and what is withheld; nothing is left in the last one."""
    size = Counter(table_of(key) for key, shown in zip(structure.keys, structure.published, strict=True) if shown)
    choices = {frozenset(chosen) for chosen in _choices(size)} - {frozenset()}
    for chosen in sorted(choices, key=lambda one: (sum(size[table] for table in one), sorted(one))):
        published = [
            shown and table_of(key) not in chosen
            for key, shown in zip(structure.keys, structure.published, strict=True)
        ]
        yield replace(structure, published=published), frozenset(chosen)


def _choices(tables: Iterable[Table]) -> Iterator[set[Table]]:
    """What may be withheld together: for a level that stays, the levels above it and the totals stay."""
    every = set(tables)
    towns = {table for table in every if table[0] is Level.MUNICIPALITY}
    areas = {table for table in every if table[0] is not Level.STATE}
    breakdowns = {table for table in every if table[1]}
    for axes in {table[1] for table in breakdowns}:
        of_axes = {table for table in every if table[1] == axes}
        yield from (of_axes & towns, of_axes & areas, of_axes)
    yield from (breakdowns & areas, towns, areas, breakdowns, towns | breakdowns, areas | breakdowns, every)


def in_words_of(structure: Structure, chosen: Iterable[Table]) -> list[Withheld]:
    """What is withheld of a structure, table by table, with its cells."""
    wanted = set(chosen)
    cells: dict[Table, set[str]] = {}
    for key in structure.keys:
        if key.part is Part.NUMERATOR and (table := table_of(key)) in wanted:
            cells.setdefault(table, set()).add(key.cell)
    metric = structure.keys[0].metric
    return [Withheld(metric, level, axes, tuple(sorted(cells[level, axes]))) for level, axes in sorted(cells)]


def merged(found: Iterable[Withheld], every: Sequence[Structure]) -> list[Withheld]:
    """One entry for each table; without its cells where all of them are withheld."""
    cells: dict[tuple[str, Level, Dimensions], set[str]] = {}
    for one in found:
        cells.setdefault((one.metric, one.level, one.axes), set()).update(one.cells)
    if not cells:
        return []
    whole: dict[tuple[str, Level, Dimensions], set[str]] = {}
    for structure in every:
        for key in structure.keys:
            whole.setdefault((key.metric, *table_of(key)), set()).add(key.cell)
    return sorted(
        Withheld(*table, () if names == whole[table] else tuple(sorted(names))) for table, names in cells.items()
    )
