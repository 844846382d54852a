"""Who sees which need: the first published share that is crossed by topic and perspective."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from kisi.core.facts import Metric, MetricKind
from shared.ministry.matrix import Matrix, matrix_of
from shared.ministry.reading import Figure, FrozenRelease
from shared.ministry.wording import published

NEED_AXES: Final = frozenset({"topic", "perspective"})


def is_need(declared: Metric) -> bool:
    """Whether a metric is a share by topic and perspective."""
    return declared.kind is MetricKind.RATIO and declared.breakdown_of(NEED_AXES) is not None


def need_metric() -> Metric | None:
    """The metric that tells who sees which need."""
    return next((one for one in published() if is_need(one)), None)


def needs_matrix(figures: list[Figure], release: FrozenRelease) -> Matrix | None:
    """Topics × perspectives with links to their pages; None where nothing is crossed so."""
    declared = need_metric()
    if declared is None or not any(one.metric == declared.key for one in figures):
        return None
    return matrix_of(
        declared,
        figures,
        rows="topic",
        columns="perspective",
        row_url=lambda value: _with(reverse("ministry:topic", args=[value]), release),
        column_url=lambda value: _with(reverse("ministry:perspective", args=[value]), release),
    )


def _with(address: str, release: FrozenRelease) -> str:
    return f"{address}?stand={release.id}"
