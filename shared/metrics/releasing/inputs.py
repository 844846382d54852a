"""What a release is computed from: the numbers of the towns that reported, read in one snapshot."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

from kisi.core.facts import Collector, collectors, metrics
from kisi.core.periods import Period
from kisi.tenancy.directory import all_municipalities
from shared.disclosure import CATALOGUE, Thresholds, Towns
from shared.metrics.models import Contribution, FillState, ReleaseInput
from shared.metrics.vocabulary import FillStatus
from shared.municipalities.register.ags import district_of
from shared.municipalities.vocabulary import Status

EXPECTED: Final = (Status.ACTIVE, Status.SUSPENDED, Status.OFFBOARDING)
Cells = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers, how many municipalities should have reported, and which did not (``Release.missing``)."""

    towns: Towns
    expected: int
    missing: list[dict[str, Any]] = field(default_factory=list)

    @property
    def reported(self) -> int:
        """How many municipalities have all their numbers here."""
        return self.expected - len(self.missing)

    def digest(self, thresholds: Thresholds) -> str:
        """A fingerprint of everything the released figures depend on, but for the seed."""
        content = [CATALOGUE.version, thresholds.as_json(), self.towns.figures]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def released_metrics() -> list[str]:
    """What a release is made from: the catalogue, and the indicators of Annex VIII, of which only totals are kept."""
    published = [entry.metric for entry in CATALOGUE.entries]
    return published + [one.key for one in metrics() if one.annex_no and one.key not in published]


def read_inputs(period: Period) -> Inputs:
    """The towns' numbers for what is released. A town without a success is missing, never zero."""
    keys = released_metrics()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        states = FillState.objects.filter(period=period.key, status=FillStatus.DONE).order_by("finished_at", "pk")
        done = {(state.role, state.collector): state.ags for state in states}
        rows = Contribution.objects.filter(period=period.key, metric__in=keys)
        numbers: dict[tuple[str, str], Cells] = defaultdict(dict)
        for role, key, cell, numerator, denominator in rows.values_list(
            "role", "metric", "cell", "numerator", "denominator"
        ):
            numbers[role, key][cell] = (numerator, denominator or 0)
    sources = [source for source in collectors() if set(source.metrics) & set(keys)]
    figures: dict[str, dict[str, Cells]] = defaultdict(dict)
    for source in sources:
        for (role, collector), ags in done.items():
            if collector == source.key:
                for key in set(source.metrics) & set(keys):
                    figures[key][ags] = numbers[role, key]
    return _inputs(figures, sources, set(done))


def _inputs(figures: dict[str, dict[str, Cells]], sources: Iterable[Collector], done: set[tuple[str, str]]) -> Inputs:
    here = {ags for towns in figures.values() for ags in towns}
    missing: list[dict[str, Any]] = []
    expected = [town for town in all_municipalities() if town.status in EXPECTED]
    for town in expected:
        lacking = [source.key for source in sources if (town.schema, source.key) not in done]
        if lacking:
            missing.append({"ags": town.ags, "name": town.name, "collectors": lacking})
    # Whoever has left since then had reported, and stays in the figures.
    left = here - {town.ags for town in expected}
    ordered = {key: {ags: figures[key][ags] for ags in sorted(figures[key])} for key in sorted(figures)}
    towns = Towns(ordered, {ags: district_of(ags) for ags in sorted(here)})
    return Inputs(towns, len(expected) + len(left), missing)


def inputs_of(release_id: int) -> Towns:
    """What an earlier release was computed from."""
    figures: dict[str, dict[str, Cells]] = defaultdict(dict)
    for row in ReleaseInput.objects.filter(release=release_id):
        figures[row.metric][row.ags] = {cell: (pair[0], pair[1]) for cell, pair in row.cells.items()}
    every_ags = {ags for towns in figures.values() for ags in towns}
    return Towns(dict(figures), {ags: district_of(ags) for ags in every_ags})
