"""How the suite is dealt out to several processes: what takes longest first, what minds a neighbour together.

pytest-xdist gives whole files away, in the order in which they are collected. A long file that came last would be
waited for by everybody; two that load the machine for a reason would disturb each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    import pytest

BY_ONE: Final = ("tests/chaos/", "tests/bench/")
"""Folders that one process works through alone: they kill, count and measure, and look at each other's load."""
FIRST: Final = (*BY_ONE, "tests/attack/", "tests/journeys/", "tests/platform/kisi/ops/", "tests/api/")
"""Folders with long files, the longest first; everything else follows in its own order."""


class Dealing(LoadFileScheduling):
    """Whole files, and the folders of BY_ONE as if they were one file."""

    def _split_scope(self, nodeid: str) -> str:
        return "quiet" if nodeid.startswith(BY_ONE) else super()._split_scope(nodeid)


def rank(nodeid: str) -> int:
    """The place of a test's folder in FIRST; behind all of them for any other."""
    return next((place for place, folder in enumerate(FIRST) if nodeid.startswith(folder)), len(FIRST))


def longest_first(items: list[pytest.Item]) -> None:
    """Bring collected tests into the order of FIRST, without changing it inside a folder."""
    items.sort(key=lambda item: rank(item.nodeid))
