"""How the start page is laid out: rows of twelve columns without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from kisi.ui.shell import Card

COLUMNS: Final = 12
FIGURES_IN_A_ROW: Final = 4


def in_whole_rows(cards: Sequence[Card]) -> list[Card]:
    """The cards in their order; the last one of a row grows to its end."""
    placed: list[Card] = []
    used = 0
    for found in cards:
        if used + found.span > COLUMNS:
            _grow(placed, COLUMNS - used)
            used = 0
        placed.append(found)
        used += found.span
    _grow(placed, COLUMNS - used)
    return placed


def _grow(placed: list[Card], by: int) -> None:
    if placed:
        placed[-1] = replace(placed[-1], span=placed[-1].span + by)


def filled_row(declared: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures of the apps, filled up with the desk's own to whole rows of four."""
    missing = -len(declared) % FIGURES_IN_A_ROW if declared else FIGURES_IN_A_ROW
    return declared + own[:missing]
