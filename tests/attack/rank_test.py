"""The Mann–Whitney U test: whether one of two sets of times tends to be longer."""

from __future__ import annotations

import math

import numpy as np


def p_value(first: list[float], second: list[float]) -> float:
    """Two-sided, by the normal approximation with ties; for samples of 20 and more."""
    values = np.concatenate([first, second])
    _unique, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle_ranks = np.cumsum(counts) - (counts - 1) / 2
    n, m = len(first), len(second)
    u = float(middle_ranks[inverse[:n]].sum()) - n * (n + 1) / 2
    ties = float((counts**3 - counts).sum()) / ((n + m) * (n + m - 1))
    spread = math.sqrt(n * m / 12 * ((n + m + 1) - ties))
    return math.erfc((abs(u - n * m / 2) - 0.5) / spread / math.sqrt(2)) if spread else 1.0
