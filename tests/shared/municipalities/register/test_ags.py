"""Keys: what is accepted as an AGS, and what is said about the rest."""

from __future__ import annotations

import pytest

from shared.municipalities.register.ags import MalformedAgs, district_of, parse_ags, region_of


@pytest.mark.parametrize(
    ("text", "ags"),
    [
        ("06431002", "06431002"),
        ("064310020002", "06431002"),
        ("064310002002", "06431002"),
        ("064120000000", "06412000"),
        ("066339200200", "06633200"),
        (" 06431002 ", "06431002"),
        ("06 4 31 002", "06431002"),
        ("06 4 31 0002 002", "06431002"),
    ],
)
def test_an_ags_and_an_ars_give_the_ags(text: str, ags: str) -> None:
    assert parse_ags(text) == ags


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Bitte geben Sie"),
        ("   ", "Bitte geben Sie"),
        ("0643100", "Angegeben sind 7."),
        ("064310021", "Angegeben sind 9."),
        ("0643100020021", "Angegeben sind 13."),
        ("06431", "Angegeben sind 5."),
        ("0643100A", "nur aus Ziffern"),
        ("06-431-002", "nur aus Ziffern"),
        ("０６４３１００２", "nur aus Ziffern"),
        ("٠٦٤٣١٠٠٢", "nur aus Ziffern"),
        ("+6431002", "nur aus Ziffern"),
        ("05431002", "beginnen mit 06"),
        ("16431002", "beginnen mit 06"),
        ("064310020002x", "nur aus Ziffern"),
        ("06131002", "Regierungsbezirk"),
        ("06400000", "keine Gemeinde"),
    ],
)
def test_anything_else_is_refused_in_german(text: str, said: str) -> None:
    with pytest.raises(MalformedAgs, match=said):
        parse_ags(text)


def test_the_key_names_district_and_region() -> None:
    assert district_of("06439012") == "06439"
    assert [region_of(key) for key in ("06439", "06531", "06633030")] == ["Darmstadt", "Gießen", "Kassel"]
