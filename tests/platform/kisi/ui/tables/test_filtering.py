"""The filter bar of lists in memory: words anywhere in what a row shows, choices exactly."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django import forms

from kisi.ui.tables import filter_rows


@dataclass(frozen=True)
class Row:
    """A town."""

    key: str
    name: str
    district: str | None
    state: str


ROWS = [
    Row("1", "Bad Homburg v. d. Höhe", "Hochtaunuskreis", "active"),
    Row("2", "Bensheim", "Kreis Bergstraße", "active"),
    Row("3", "Homberg (Efze)", None, "left"),
]


class Bar(forms.Form):
    """Words and a choice."""

    q = forms.CharField(required=False)
    status = forms.ChoiceField(required=False, choices=[("", "Alle"), ("active", "aktiv"), ("left", "ausgeschieden")])


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({}, "123"),
        ({"q": "HOMB"}, "13"),
        ({"q": "taunus bad"}, "1"),
        ({"q": "efze, homberg"}, "3"),
        ({"q": "bergstrasse"}, "2"),
        ({"q": "Bergstraße bad"}, ""),
        ({"q": "None"}, ""),
        ({"q": "–"}, ""),
        ({"status": "active"}, "12"),
        ({"q": "homb", "status": "left"}, "3"),
        ({"q": "homb", "status": "?"}, "123"),
    ],
)
def test_every_word_occurs_and_every_choice_is_equal(asked: dict[str, str], keys: str) -> None:
    """In any order and any field; an unknown choice filters nothing."""
    found = filter_rows(Bar(asked), ROWS, words_in=("name", "district"), named={"status": "state"})
    assert "".join(row.key for row in found.qs) == keys


def test_words_may_be_found_elsewhere() -> None:
    """One word in the row, the other in what the database says; not asked where nothing was typed."""
    asked: list[str] = []

    def places(text: str) -> dict[str, set[str]]:
        asked.append(text)
        return {"kurort": {"1"}, "homb": set()}

    found = [filter_rows(Bar({"q": text}), ROWS, words_in=("name",), found=places) for text in ("kurort homb", "")]
    assert [[row.key for row in one.qs] for one in found] == [["1"], ["1", "2", "3"]]
    assert asked == ["kurort homb"]
