"""Releases for tests: written as the release job writes them, with figures that are chosen by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction

from kisi.core.facts import cell_key
from kisi.core.periods import period_of
from kisi.core.realms import CENTRAL, inside
from kisi.core.vocabulary import Perspective, Topic
from shared.disclosure import Thresholds
from shared.metrics.models import Release, ReleasedFigure

RESPONSES: Final = "surveys.responses"
NEED_SEEN: Final = "surveys.need_seen"
ACCOUNTS: Final = "accounts.active"
BENSHEIM, BUTZBACH, OESTRICH = "06431002", "06440005", "06439012"

type Cells = Mapping[tuple[str, str, str], tuple[int, int | None] | str]
"""(metric, area, cell) → (numerator, denominator), or why nothing is shown."""


def freeze(
    period: str, cells: Cells, *, number: int = 1, beside: Callable[[Release], None] | None = None, **more: Any
) -> Release:
    """A release of these figures in the public schema; ``beside`` is called before the transaction ends."""
    with inside(CENTRAL), transaction.atomic():
        half = period_of(period)
        facts = {
            "cut_off": half.last_day,
            "is_interim": False,
            "frozen_at": datetime(half.last_day.year, half.last_day.month, 28, 11, number, tzinfo=UTC),
            "requested_by": "Sabine Roth",
            "towns_expected": 3,
            "towns_reported": 3,
            "missing": [],
            "catalogue_version": 1,
            "thresholds": Thresholds().as_json(),
            "seed": "0f0f",
            "solver": "HiGHS",
            "input_hash": "a" * 64,
            "protocol": {"attempts": 1, "attacks": 12, "fallbacks": 0, "cells": len(cells)},
        }
        release = Release.objects.create(period=period, number=number, **(facts | more))
        ReleasedFigure.objects.bulk_create(_figures(release, cells))
        if beside:
            beside(release)
        return release


def _figures(release: Release, cells: Cells) -> Iterable[ReleasedFigure]:
    for (metric, area, cell), value in cells.items():
        numerator, denominator = (None, None) if isinstance(value, str) else value
        yield ReleasedFigure(
            release=release,
            metric=metric,
            version=1,
            level={2: "state", 5: "district", 8: "municipality"}[len(area)],
            area=area,
            cell=cell,
            numerator=numerator,
            denominator=denominator,
            hidden_because=value if isinstance(value, str) else "",
            base=5,
            reach=5,
            towns=3,
        )


def need(topic: str, perspective: str) -> str:
    """The cell of one topic and perspective."""
    return cell_key({"topic": topic, "perspective": perspective})


def three_towns(factor: int = 1) -> dict[tuple[str, str, str], tuple[int, int | None] | str]:
    """Responses and needs of three towns; ``factor`` multiplies every count."""
    towns = {BENSHEIM: 160 * factor, BUTZBACH: 60 * factor, OESTRICH: 20 * factor}
    found: dict[tuple[str, str, str], tuple[int, int | None] | str] = {}
    for area, number in {"06": 240 * factor, **towns}.items():
        found[RESPONSES, area, ""] = (number, None)
        for perspective in Perspective.values:
            found[RESPONSES, area, cell_key({"perspective": perspective})] = (number // 4, None)
        for place, topic in enumerate(Topic.values):
            for perspective in Perspective.values:
                cell = need(topic, perspective)
                whole = number // 2
                found[NEED_SEEN, area, cell] = (
                    (min(whole, 5 * (place + 1) * factor), whole) if whole >= 30 else "small_denominator"
                )
        found[ACCOUNTS, area, ""] = (number // 10 // 5 * 5, None)
    for area in towns:
        found[RESPONSES, area[:5], ""] = "few_municipalities"
    return found
