"""Names beside bars: whole where two lines are enough, never wider than their room."""

from __future__ import annotations

import pytest

from kisi.ui.charts import Bar, BarList
from kisi.ui.charts.text import text_width, wrapped

ROOM, SIZE = 230.0, 13.0
LONG = "Kein Platz frei, zum Beispiel in einem Kurs"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", [""], id="nothing"),
        pytest.param("Die Sprache", ["Die Sprache"], id="short"),
        pytest.param(LONG, ["Kein Platz frei, zum Beispiel in einem", "Kurs"], id="two_lines"),
    ],
)
def test_names_are_broken_between_words(text: str, lines: list[str]) -> None:
    assert wrapped(text, ROOM, SIZE) == lines


@pytest.mark.parametrize("text", [" ".join([LONG] * 5), "Donaudampfschifffahrt" * 6, f"{'x' * 90} {'y' * 90} z"])
def test_what_is_too_long_for_two_lines_is_cut(text: str) -> None:
    lines = wrapped(text, ROOM, SIZE)
    assert len(lines) <= 2
    assert lines[-1].endswith("…")
    assert all(text_width(line, SIZE) <= ROOM for line in lines)


def test_the_picture_says_the_whole_name() -> None:
    """A report has no other place for it."""
    chart = BarList(key="a", title="A", bars=[Bar("Die Sprache", 3), Bar(LONG, 2), Bar("Etwas anderes", 1)])
    picture = str(chart.picture())
    assert ">Kurs<" in picture
    assert "…" not in picture
