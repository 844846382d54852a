"""What the overview draws of a release: once for as long as it would come out the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kisi.core.facts import Metric
from kisi.core.kept import Kept
from kisi.ui.lean import without_indent
from shared.ministry.listing import AreaRow
from shared.ministry.maps import figure_map
from shared.ministry.needs import needs_matrix
from shared.ministry.reading import Figure, FrozenRelease

MAPS: Final = Kept[SafeString](20)
"""Some 60 kB each. Names of areas and addresses of their pages can change, so they are part of what it is kept by."""
MATRICES: Final = Kept[SafeString](10)
"""Some 20 kB each, made of nothing but a release."""


def drawn_map(
    rows: Sequence[AreaRow], *, level: str, names: dict[str, str], declared: Metric, cell: str, release: FrozenRelease
) -> SafeString:
    """The map of ``figure_map``."""
    shown = tuple((row.area, row.value, row.url) for row in rows)
    key = (release.mark, get_language(), declared.key, cell, level, shown, frozenset(names.items()))

    def draw() -> SafeString:
        chart = figure_map(rows, level=level, names=names, declared=declared, cell=cell, release=release)
        return without_indent(chart.__html__())

    return MAPS.get(key, draw)


def drawn_matrix(figures: list[Figure], release: FrozenRelease) -> SafeString:
    """The table of ``needs_matrix``; empty where nothing is crossed so. ``figures`` are the state's of the release."""

    def draw() -> SafeString:
        matrix = needs_matrix(figures, release)
        return without_indent(render_to_string("ministry/matrix.html", {"matrix": matrix})) if matrix else SafeString()

    return MATRICES.get((release.mark, get_language()), draw)
