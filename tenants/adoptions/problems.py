"""Why a decision is not possible; every message can be shown to people."""

from __future__ import annotations


class AdoptionProblem(ValueError):
    """Something that was asked for is not possible (any more)."""
