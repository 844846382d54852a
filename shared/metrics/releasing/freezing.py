"""Writing a release: all of its rows in one transaction, after which a trigger refuses every change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Final

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string

from kisi.core.facts import metric
from kisi.core.periods import Period, period_of
from shared.disclosure import CATALOGUE, Cell, Key, Level, Part, Protected, Reason, Thresholds
from shared.disclosure.rounding import solver_name
from shared.metrics.models import AmifTotal, Release, ReleasedFigure, ReleaseInput, ReleaseRun
from shared.metrics.releasing.amif import totals_of_few
from shared.metrics.releasing.inputs import Inputs

BATCH: Final = 2000


def freeze(run: ReleaseRun, inputs: Inputs, protected: Protected, exact: Mapping[Key, int]) -> Release:
    """The release with its figures, its inputs and the AMIF totals. The caller has opened the transaction."""
    period = period_of(run.period)
    release = _release(run, period, inputs, protected)
    ReleasedFigure.objects.bulk_create(_figures(release, protected.cells), batch_size=BATCH)
    ReleaseInput.objects.bulk_create(
        ReleaseInput(release=release, metric=key, ags=ags, cells=cells)
        for key, towns in inputs.towns.figures.items()
        for ags, cells in towns.items()
    )
    AmifTotal.objects.bulk_create(_amif_totals(release, exact))
    for name in settings.KISI_RELEASE_COMPANIONS:
        import_string(name)(release)
    return release


def _release(run: ReleaseRun, period: Period, inputs: Inputs, protected: Protected) -> Release:
    thresholds = Thresholds.of(run.thresholds)
    now = timezone.now()
    last = Release.objects.filter(period=period.key).aggregate(last=Max("number"))["last"]
    return Release.objects.create(
        period=period.key,
        number=(last or 0) + 1,
        cut_off=period.last_day,
        is_interim=now < period.ends_at,
        frozen_at=now,
        requested_by=run.requested_by,
        towns_expected=inputs.expected,
        towns_reported=inputs.reported,
        missing=inputs.missing,
        catalogue_version=CATALOGUE.version,
        thresholds=run.thresholds,
        seed=run.seed,
        solver=solver_name(),
        input_hash=inputs.digest(thresholds),
        protocol={
            "attempts": protected.attempts,
            "attacks": protected.attacks,
            "fallbacks": protected.fallbacks,
            "cells": len(protected.cells),
            "withheld": [asdict(one) for one in protected.withheld],
            "totals_withheld": dict.fromkeys(totals_of_few(inputs, thresholds), Reason.FEW_MUNICIPALITIES.value)
            | dict.fromkeys(protected.totals_withheld, Reason.WITHHELD.value),
        },
    )


def _figures(release: Release, cells: Mapping[Key, Cell]) -> Iterator[ReleasedFigure]:
    for key, cell in cells.items():
        if key.part is Part.DENOMINATOR:
            continue
        whole = cells.get(key._replace(part=Part.DENOMINATOR))
        is_shown = cell.reason is Reason.SHOWN
        yield ReleasedFigure(
            release=release,
            metric=key.metric,
            version=metric(key.metric).version,
            level=key.level.value,
            area=key.area,
            cell=key.cell,
            numerator=cell.value if is_shown else None,
            denominator=whole.value if whole and is_shown else None,
            hidden_because=cell.reason.value,
            base=cell.base,
            reach=cell.reach,
            towns=cell.towns,
        )


def cells_of_release(release_id: int) -> dict[Key, Cell]:
    """What was published in an earlier release, as the rounding knows it."""
    cells: dict[Key, Cell] = {}
    for row in ReleasedFigure.objects.filter(release=release_id):
        for part, value in ((Part.NUMERATOR, row.numerator), (Part.DENOMINATOR, row.denominator)):
            if value is not None:
                key = Key(row.metric, part, Level(row.level), row.area, row.cell)
                cells[key] = Cell(value, Reason(row.hidden_because), row.base, row.reach, row.towns)
    return cells


def _amif_totals(release: Release, exact: Mapping[Key, int]) -> Iterator[AmifTotal]:
    for key, number in exact.items():
        if key.part is Part.NUMERATOR:
            declared = metric(key.metric)
            yield AmifTotal(
                release=release,
                metric=key.metric,
                annex_no=declared.annex_no,
                code=declared.code,
                cell=key.cell,
                numerator=number,
                denominator=exact[key._replace(part=Part.DENOMINATOR)] if declared.denominator else None,
            )
