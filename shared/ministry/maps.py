"""The map of Hesse shaded by one figure, for municipalities or districts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from kisi.core.facts import Metric, MetricKind
from kisi.ui.charts import Area, Choropleth
from shared.metrics.vocabulary import FigureLevel
from shared.ministry.listing import AreaRow
from shared.ministry.reading import FrozenRelease
from shared.ministry.wording import cell_name, unit_sign
from shared.municipalities.register.ags import district_of
from shared.municipalities.register.outlines import ATTRIBUTION, hessian_map

WIDTH: Final = 270
"""Whole units of this plane are fine enough for a map of a hand's breadth; a page may weigh 200 kB."""


def figure_map(
    rows: Iterable[AreaRow], *, level: str, names: dict[str, str], declared: Metric, cell: str, release: FrozenRelease
) -> Choropleth:
    """The areas with a value are links to what the platform knows about them; grey has no number or no part."""
    hesse = hessian_map(WIDTH)
    valued = [row for row in rows if row.value is not None]
    return Choropleth(
        key="karte",
        title=f"{declared.name}: {cell_name(cell)}" if cell else str(declared.name),
        unit=unit_sign(declared.key) or str(declared.unit),
        areas=_areas(level, names),
        values={row.area: float(row.value) for row in valued if row.value is not None},
        urls={row.area: row.url for row in valued if row.url},
        size=(hesse.width, hesse.height),
        border_path=hesse.district_borders,
        places=1 if declared.kind is MetricKind.RATIO else None,
        no_value=_("nicht beteiligt oder keine Zahl"),
        source=f"{release.as_of}. {ATTRIBUTION}.",
        show_title=False,
    )


def _areas(level: str, names: dict[str, str]) -> list[Area]:
    """Shapes of the municipalities, or of the districts as the shapes of all their municipalities."""
    paths = hessian_map(WIDTH).municipalities
    if level != FigureLevel.DISTRICT:
        return [Area(ags, names.get(ags, ags), path=path) for ags, path in paths.items()]
    joined: dict[str, list[str]] = defaultdict(list)
    for ags, path in paths.items():
        joined[district_of(ags)].append(path)
    return [Area(key, names.get(key, key), path="".join(parts)) for key, parts in joined.items()]
