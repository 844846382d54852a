"""Names: German order and host names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.municipalities.register.ordering import german_sort_key
from shared.municipalities.register.slugs import MAX_LENGTH, slug_for

DNS_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


def test_umlauts_sort_with_their_vowel_and_eszett_as_ss() -> None:
    names = [
        "Ölbronn",
        "Offenbach",
        "Ober-Mörlen",
        "Oberzent",
        "Äpfeln",
        "Apfel",
        "Grünberg",
        "Grub",
    ]
    assert sorted(names, key=german_sort_key) == [
        "Apfel", "Äpfeln", "Grub", "Grünberg", "Ober-Mörlen", "Oberzent", "Offenbach", "Ölbronn",
    ]  # fmt: skip


def test_a_shorter_word_comes_first_whatever_follows() -> None:
    names = [
        "Baunatal",
        "Bad Vilbel",
        "Bad Hersfeld",
        "Badenau",
        "Lautertal (Vogelsberg)",
        "Lautertal (Odenwald)",
    ]
    assert sorted(names, key=german_sort_key) == [
        "Bad Hersfeld", "Bad Vilbel", "Badenau", "Baunatal", "Lautertal (Odenwald)", "Lautertal (Vogelsberg)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Gießen", "giessen"),
        ("Höchst i. Odw.", "hochst i odw"),
        ("Bad Homburg v. d. Höhe", "bad homburg v d hohe"),
        ("GROẞ-GERAU", "gross gerau"),
        ("Cafe\u0301", "cafe"),
        ("Café", "cafe"),
    ],
)
def test_the_key_is_plain(name: str, key: str) -> None:
    assert german_sort_key(name) == key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bensheim", "bensheim"),
        ("Butzbach", "butzbach"),
        ("Oestrich-Winkel", "oestrich-winkel"),
        ("Schwalbach am Taunus", "schwalbach-am-taunus"),
        ("Allendorf (Eder)", "allendorf-eder"),
        ("Gießen", "giessen"),
        ("Höchst i. Odw.", "hoechst-i-odw"),
        ("Groß-Gerau", "gross-gerau"),
        ("Übersee", "uebersee"),
        ("U\u0308bersee", "uebersee"),
        ("Bad Homburg v. d. Höhe", "bad-homburg-v-d-hoehe"),
        ("Saint-Étienne", "saint-etienne"),
        ("Verbandsgemeinde Sankt Goarshausen am schönen Rhein", "verbandsgemeinde-sankt-goarshausen-am"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_slug_reads_like_the_name(name: str, slug: str) -> None:
    assert slug_for(name) == slug


@pytest.mark.parametrize("name", ["", "…", "北京", "---"])
def test_nothing_to_make_an_address_of(name: str) -> None:
    with pytest.raises(ValueError, match="keine Adresse"):
        slug_for(name)


@given(st.text(min_size=1, max_size=120))
def test_every_slug_is_a_dns_label(name: str) -> None:
    try:
        slug = slug_for(name)
    except ValueError:
        return
    assert DNS_LABEL.fullmatch(slug)
    assert len(slug) <= MAX_LENGTH
