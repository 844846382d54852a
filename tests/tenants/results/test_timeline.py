"""Waves side by side, drawn: what stands beside each other can be compared by eye."""

from __future__ import annotations

from datetime import date

from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tests.tenants.results.test_pages import guide, soup, words
from tests.tenants.results.waves import store, wave_of

__all__ = ["guide"]


def test_lines_beside_each_other_share_one_axis(guide: Client, bensheim: MunicipalityRef) -> None:
    """A need few people see stays low in its picture: 4 percent are not drawn as high as 80."""
    with inside(realm_of(bensheim)):
        for opens_on, few, many in [(date(2026, 3, 1), 1, 15), (date(2026, 9, 1), 2, 20)]:
            answers = [{"need_housing": 3 if at < few else 0, "need_work": 3 if at < many else 0} for at in range(25)]
            store(wave_of("residents", opens_on=opens_on, title=str(opens_on)), *answers)
    page = soup(guide.get("/ergebnisse/verlauf/", {"perspektive": "residents"}))
    axes = {
        words(figure.figcaption): [words(tick) for tick in picture.select("text.tick")]
        for figure in page.select("figure")
        for picture in figure.select("svg")[:1]
    }
    assert len(axes) >= 2
    assert {tuple(axis) for axis in axes.values()} == {("0", "20", "40", "60", "80")}
