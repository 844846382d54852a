"""Colours: the files' palette is the pages', told apart by everyone and seen against the panel."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from kisi.ui.charts import palette

STYLES = Path(__file__).parents[5] / "platform" / "kisi" / "ui" / "styles"
PANELS = {"light": "#ffffff", "dark": "#1d1f33"}

# Machado, Oliveira, Fernandes (2009), severity 1.0.
DEFICIENCIES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    """Linear RGB of #rrggbb."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: str, deficiency: str) -> tuple[float, float, float]:
    """OKLab of a colour as someone with the deficiency sees it."""
    rgb = linear(colour)
    red, green, blue = (max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0) for row in DEFICIENCIES[deficiency])
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def distance(one: str, other: str, deficiency: str) -> float:
    """Difference in OKLab."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, deficiency), lab(other, deficiency), strict=True)) ** 0.5


def tokens(file: str, name: str) -> list[str]:
    """The values of `--k-NAME-1` … in a file."""
    return re.findall(rf"--k-{name}-\d: (#[0-9a-f]{{6}})", (STYLES / file).read_text(encoding="utf-8"))


SERIES_DARK = tuple(tokens("tokens-dark.css", "series"))
SCALE_DARK = tuple(tokens("tokens-dark.css", "scale"))


@pytest.mark.parametrize(
    ("file", "name", "expected"),
    [("tokens.css", "series", palette.SERIES), ("tokens.css", "scale", palette.SCALE)],
)
def test_palette_and_tokens_are_the_same(file: str, name: str, expected: tuple[str, ...]) -> None:
    assert tuple(tokens(file, name)) == expected


@pytest.mark.parametrize(("series", "panel"), [(palette.SERIES, "light"), (SERIES_DARK, "dark")])
def test_series_stand_out_from_the_panel(series: tuple[str, ...], panel: str) -> None:
    assert min(contrast(colour, PANELS[panel]) for colour in series) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("series", [palette.SERIES[:3], SERIES_DARK[:3]])
def test_the_first_three_series_are_told_apart_by_everyone(series: tuple[str, ...], deficiency: str) -> None:
    assert min(distance(one, other, deficiency) for one, other in combinations(series, 2)) >= 0.06


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("scale", [palette.SCALE, SCALE_DARK])
def test_classes_of_the_map_get_steadily_darker_or_lighter(scale: tuple[str, ...], deficiency: str) -> None:
    steps = [lab(colour, deficiency)[0] for colour in scale]
    differences = [after - before for before, after in pairwise(steps)]
    assert all(abs(difference) >= 0.04 for difference in differences)
    assert len({difference > 0 for difference in differences}) == 1


def test_every_line_has_a_dash_of_its_own() -> None:
    assert len(set(palette.DASHES)) == len(palette.SERIES)
    css = (STYLES / "charts.css").read_text(encoding="utf-8")
    dashes = [*re.findall(r"stroke-dasharray: ([\d ]+);", css)]
    assert tuple(dashes[: len(palette.DASHES) - 1]) == palette.DASHES[1:]
