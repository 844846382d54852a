"""Waves in the global search: German words, their beginnings and parts, the public address; rights decide."""

from __future__ import annotations

from typing import Any

import pytest

from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tenants.surveys.models import Wave
from tests.accounts import person, sign_in
from tests.tenants.surveys.waves import open_wave

TITLES = ("Bedürfnisse der Geflüchteten", "Sprachkurserhebung Sommer", "Straßenfest: was fehlt?")


@pytest.fixture
def waves(in_bensheim: MunicipalityRef) -> None:
    """Three waves of one instrument."""
    first = open_wave()
    asked = first.version
    for _title in TITLES[1:]:
        open_wave(asked)
    for wave, title in zip(Wave.objects.order_by("pk"), TITLES, strict=True):
        Wave.objects.filter(pk=wave.pk).update(title=title, token=f"probe-{wave.pk}-{2026 + wave.pk}")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bedürfn", TITLES[:1]),
        ("Bedürfnis", TITLES[:1]),
        ("GEFLÜCHTETE", TITLES[:1]),
        ("sprachk", TITLES[1:2]),
        ("kurs", TITLES[1:2]),
        ("erhebung sommer", TITLES[1:2]),
        ("erhebung winter", ()),
        ("strassenfest", TITLES[2:]),
        ("Straßenf", TITLES[2:]),
        ("probe", TITLES),
        ("%", ()),
        ("' OR 1=1 --", ()),
    ],
)
def test_waves_are_found(
    waves: None, in_bensheim: MunicipalityRef, client_for: Any, words: str, expected: tuple[str, ...]
) -> None:
    browser = sign_in(client_for(in_bensheim), person(in_bensheim, Role.GUIDE), in_bensheim)
    shown = browser.get("/suche/", {"q": words}, secure=True, headers={"HX-Target": "suchtreffer"}).text
    assert tuple(title for title in TITLES if title in shown) == expected


def test_a_wave_is_found_by_its_address(waves: None, in_bensheim: MunicipalityRef, client_for: Any) -> None:
    """The whole of it, as it stands on a poster."""
    browser = sign_in(client_for(in_bensheim), person(in_bensheim, Role.GUIDE), in_bensheim)
    wave = Wave.objects.order_by("pk")[1]
    shown = browser.get("/suche/", {"q": wave.token}, secure=True).text
    assert [title in shown for title in TITLES] == [False, True, False]


def test_without_the_right_nothing_is_found(waves: None, in_bensheim: MunicipalityRef, client_for: Any) -> None:
    """Contributors type in sheets; they do not look at surveys."""
    browser = sign_in(client_for(in_bensheim), person(in_bensheim, Role.CONTRIBUTOR), in_bensheim)
    shown = browser.get("/suche/?q=probe", secure=True).text
    assert not any(title in shown for title in TITLES)


def test_another_town_finds_nothing(
    waves: None, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any
) -> None:
    browser = sign_in(client_for(butzbach), person(butzbach, Role.GUIDE), butzbach)
    shown = browser.get("/suche/?q=probe", secure=True).text
    assert not any(title in shown for title in TITLES)
