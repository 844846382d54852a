"""What stands on too few is not shown – decided from rounded values and public facts, so that this tells nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from kisi.core.facts import MetricKind, metric
from shared.disclosure.catalogue import Catalogue, Entry, Level
from shared.disclosure.structure import Key, Part, Structure, Towns
from shared.disclosure.thresholds import Thresholds


class Reason(StrEnum):
    """Why a published cell shows no number; the empty reason: it does."""

    SHOWN = ""
    FEW_MUNICIPALITIES = "few_municipalities"
    FEW_RESPONDENTS = "few_respondents"
    SMALL_DENOMINATOR = "small_denominator"
    DOMINATED = "dominated"
    WITHHELD = "withheld"
    """No rounding of the table withstood the attack."""


def reasons(
    structure: Structure, rounded: Sequence[int | None], catalogue: Catalogue, towns: Towns, thresholds: Thresholds
) -> list[Reason | None]:
    """For every cell: shown, or why not; None for cells that the catalogue does not publish."""
    entries = {entry.metric: entry for entry in catalogue.entries}
    index = {key: number for number, key in enumerate(structure.keys)}
    dominated = _dominated(structure, towns, thresholds)
    found: list[Reason | None] = []
    for number, key in enumerate(structure.keys):
        if rounded[number] is None:
            found.append(None)
            continue
        denominator = index.get(key._replace(part=Part.DENOMINATOR))
        size = rounded[number if denominator is None else denominator] or 0
        reason = _by_rule(key, entries[key.metric], len(structure.towns_of[number]), size, thresholds)
        found.append(Reason.DOMINATED if not reason and (key.level, key.area, key.cell) in dominated else reason)
    return found


def _by_rule(key: Key, entry: Entry, contributing: int, size: int, thresholds: Thresholds) -> Reason:
    """The first rule that forbids the cell. ``size`` is the rounded denominator, or the count itself."""
    declared = metric(key.metric)
    if contributing < least_municipalities(entry, key.level, declared.kind, thresholds):
        return Reason.FEW_MUNICIPALITIES
    if declared.kind is MetricKind.RATIO:
        if entry.is_survey and size < thresholds.survey_respondents:
            return Reason.FEW_RESPONDENTS
        least = thresholds.ratio_area
        if key.level is Level.MUNICIPALITY:
            least = max(thresholds.ratio_municipality, declared.minimum_denominator)
        if size < least:
            return Reason.SMALL_DENOMINATOR
    return Reason.SHOWN


def least_municipalities(entry: Entry, level: Level, kind: MetricKind, thresholds: Thresholds) -> int:
    """How many municipalities must contribute to a row."""
    if level is Level.MUNICIPALITY:
        return 1
    least = thresholds.district_municipalities if level is Level.DISTRICT else 1
    if kind is MetricKind.AMOUNT:
        least = max(least, thresholds.amount_municipalities)
    if entry.is_survey:
        least = max(least, thresholds.survey_municipalities)
    return least


def _dominated(structure: Structure, towns: Towns, thresholds: Thresholds) -> set[tuple[Level, str, str]]:
    """Cells of amounts that would tell too much about the largest contribution.

    Where districts are hidden, the state less the shown districts is the sum of the hidden ones: if that
    is dominated itself, no district is shown for this cell.
    """
    found: set[tuple[Level, str, str]] = set()
    hidden: dict[str, set[str]] = defaultdict(set)
    districts: dict[str, list[str]] = defaultdict(list)
    for number, key in enumerate(structure.keys):
        if metric(key.metric).kind is not MetricKind.AMOUNT or key.level is Level.MUNICIPALITY:
            continue
        members = structure.towns_of[number]
        is_hidden = is_dominated(_amounts(towns, key, members), thresholds)
        if is_hidden:
            found.add((key.level, key.area, key.cell))
        if key.level is Level.DISTRICT:
            districts[key.cell].append(key.area)
            if is_hidden:
                hidden[key.cell] |= members
    for cell, hidden_towns in hidden.items():
        sample = Key(structure.keys[0].metric, Part.NUMERATOR, Level.STATE, "", cell)
        if is_dominated(_amounts(towns, sample, hidden_towns), thresholds):
            found |= {(Level.DISTRICT, area, cell) for area in districts[cell]}
    return found


def _amounts(towns: Towns, key: Key, members: set[str] | frozenset[str]) -> list[int]:
    figures: Mapping[str, Mapping[str, tuple[int, int]]] = towns.figures[key.metric]
    return [figures[ags].get(key.cell, (0, 0))[0] for ags in members]


def is_dominated(amounts: Sequence[int], thresholds: Thresholds) -> bool:
    """p % rule and number of contributors: could the second largest guess the largest too well?"""
    giving = sorted((amount for amount in amounts if amount), reverse=True)
    if not giving:
        return False
    if len(giving) < thresholds.amount_municipalities:
        return True
    return sum(giving[2:]) * 100 < giving[0] * thresholds.dominance_percent
