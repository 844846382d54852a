"""Cross-tab, course of waves and the report, as people get them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.test import Client
from pypdf import PdfReader

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tests.tenants.results.test_pages import guide, soup, words
from tests.tenants.results.waves import store, store_many, wave_of

__all__ = ["guide"]


def test_the_report(guide: Client, bensheim: MunicipalityRef) -> None:
    empty = guide.get("/ergebnisse/bericht.pdf")
    assert empty.content.startswith(b"%PDF")
    with inside(realm_of(bensheim)):
        for perspective in ("third_country_nationals", "administration"):
            store_many(wave_of(perspective), 60)
    made = guide.get("/ergebnisse/bericht.pdf")
    reader = PdfReader(io.BytesIO(made.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in made.content or "pdfuaid" in str(reader.xmp_metadata and reader.xmp_metadata.stream.get_data())
    for expected in ("Zusammenfassung", "Wer sieht welchen Bedarf?", "Verwaltung", "Kofinanziert von der Europäischen"):
        assert expected in text
    assert "Wie die Zahlen entstanden sind" in text
    assert "In welchem Bereich arbeiten Sie" not in text
    assert "Platz in der Kita" not in text


def test_a_cross_tab_hides_the_same_on_screen_and_in_the_file(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("administration")
        rows: list[dict[str, Any]] = [{"employer_area": "social", "sex": "w"}] * 12
        rows += [{"employer_area": "social", "sex": "m"}] * 9 + [{"employer_area": "youth", "sex": "w"}] * 8
        rows += [{"employer_area": "youth", "sex": "m"}]
        store(wave, *rows)
    page = f"/ergebnisse/wellen/{wave.pk}/kreuztabelle/"
    assert guide.get(page).status_code == 200
    query = {"frage": "employer_area", "nach": "sex"}
    shown = soup(guide.get(page, query))
    cells = [words(cell) for cell in shown.select("td") if "geschützt" in words(cell)]
    assert len(cells) == 4
    file = guide.get(page, query | {"format": "csv"}).content.decode("utf-8-sig")
    assert file.count("geschützt") == 4
    assert '"Antworten";"20";"10"' in file


def test_waves_side_by_side(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        before = wave_of("residents", opens_on=date(2026, 3, 1), title="Frühjahr")
        store(before, *[{"need_housing": 3 if at < 20 else 0, "need_work": 3} for at in range(100)])
        after = wave_of("residents", opens_on=date(2026, 9, 1), title="Herbst")
        store(after, *[{"need_housing": 3 if at < 70 else 0, "need_work": 3} for at in range(100)])
    page = soup(guide.get("/ergebnisse/verlauf/", {"perspektive": "residents", "frage": "need_housing"}))
    line = next(row for row in page.select("tr") if row.th and words(row.th) == "Wohnen")
    assert words(line) == "Wohnen 20 % 13–29 %, n = 100 70 % 60–78 %, n = 100 gestiegen"
    same = next(row for row in page.select("tr") if row.th and words(row.th) == "Arbeit und Ausbildung")
    assert words(same).endswith("–")


def test_coverage_says_what_is_not_known(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("third_country_nationals")
        store(wave, {"need_housing": 3})
    page = words(soup(guide.get(f"/ergebnisse/wellen/{wave.pk}/")))
    assert "nicht gewichtet" in page or "Abdeckung lässt sich nicht nennen" in page
