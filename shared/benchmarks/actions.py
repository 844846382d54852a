"""Bands are drawn when a release is frozen, in the same transaction."""

from __future__ import annotations

from django.db import transaction

from shared.benchmarks.bands import Released, bands_of
from shared.benchmarks.groups import groups_of
from shared.benchmarks.models import Band
from shared.disclosure import Thresholds
from shared.metrics.models import Release, ReleasedFigure
from shared.metrics.queries import value_of
from shared.metrics.vocabulary import FigureLevel
from shared.municipalities.queries import places


def draw_bands(release: Release) -> None:
    """The bands of a release that is being frozen; central realm. Later a trigger refuses every change."""
    with transaction.atomic():
        rows = ReleasedFigure.objects.filter(release=release, level=FigureLevel.MUNICIPALITY)
        figures = [Released(row.metric, row.version, row.cell, row.area, value_of(row)) for row in rows]
        known = places({one.ags for one in figures})
        groups = {ags: groups_of(ags, known.get(ags)) for ags in {one.ags for one in figures}}
        rules = Thresholds.of(release.thresholds)
        bands = bands_of(
            figures, groups, least_of_all=rules.benchmark_municipalities, least_of_group=rules.benchmark_group
        )
        head = {
            "release": release,
            "period": release.period,
            "cut_off": release.cut_off,
            "frozen_at": release.frozen_at,
        }
        Band.objects.bulk_create(
            [Band(**head, **{name: getattr(one, name) for name in one.__dataclass_fields__}) for one in bands],
            batch_size=2000,
        )
