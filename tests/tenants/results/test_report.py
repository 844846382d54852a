"""Cross-tab, course of waves and the report, as people get them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.test import Client
from docx import Document
from lxml import etree
from pypdf import PdfReader

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.results.labels import question_text
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Wave
from tests.tenants.results.test_pages import guide, soup, words
from tests.tenants.results.waves import ended, store, store_many, wave_of

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


def test_files_with_made_up_data_say_so(guide: Client, bensheim: MunicipalityRef, settings: Any) -> None:
    """PDF and Word; elsewhere neither does."""
    with inside(realm_of(bensheim)):
        store_many(wave_of("residents"), 30)

    def said() -> list[bool]:
        pdf = PdfReader(io.BytesIO(guide.get("/ergebnisse/bericht.pdf").content))
        word = Document(io.BytesIO(guide.get("/ergebnisse/bericht.docx").content))
        texts = (pdf.pages[0].extract_text(), " ".join(one.text for one in word.paragraphs))
        return ["Erfundene Daten" in text for text in texts]

    assert said() == [False, False]
    settings.KISI_INVENTED_DATA = True
    assert said() == [True, True]


def test_who_takes_the_report_away_is_recorded(guide: Client, bensheim: MunicipalityRef) -> None:
    """PDF and Word, with the waves that are in it; looking at the pages is not recorded."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store_many(wave, 30)
    guide.get("/ergebnisse/perspektiven/")
    assert guide.get("/ergebnisse/bericht.pdf").status_code == 200
    assert guide.get("/ergebnisse/bericht.docx").status_code == 200
    with inside(realm_of(bensheim)):
        rows = list(Entry.objects.filter(event="results.report_exported").order_by("sequence"))
    assert [row.details for row in rows] == [{"format": kind, "waves": [wave.pk]} for kind in ("pdf", "docx")]
    assert all(row.is_read and row.actor_kind == "user" and row.actor_label for row in rows)


def test_the_word_file_says_what_the_page_says(guide: Client, bensheim: MunicipalityRef) -> None:
    """Its figures are the page's; small numbers, people's own data and free answers are in neither table."""
    assert guide.get("/ergebnisse/bericht.docx").content.startswith(b"PK")
    with inside(realm_of(bensheim)):
        store_many(ended(wave_of("third_country_nationals")), 60)
        residents = ended(wave_of("residents"))
        asked = [{"need_housing": 3 if at < 20 else 0, "sex": "w"} for at in range(50)]
        store(residents, *asked, *[{"know_offers": "yes"}] * 3)
    answer = guide.get("/ergebnisse/bericht.docx")
    assert "bedarf-" in answer["Content-Disposition"]
    document = Document(io.BytesIO(answer.content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "Kofinanziert von der Europäischen Union" in lines
    assert document.core_properties.language == "de-DE"
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[:2] == ["Zusammenfassung", "Wer sieht welchen Bedarf?"]
    assert headings[-1] == "Wie die Zahlen entstanden sind"
    matrix = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    shown = soup(guide.get("/ergebnisse/perspektiven/"))
    housing = next(row for row in shown.select("tr") if row.th and words(row.th) == "Wohnen")
    (written,) = [row for row in matrix if row[0] == "Wohnen"]
    for cell in written[1:3]:
        for part in cell.replace("\u00a0", " ").split("\n"):
            assert part.split(",")[0] in words(housing)
    assert "40 %" in written[2].replace("\u00a0", " ")
    everything = " ".join([*lines, *(cell.text for table in document.tables for cell in table._cells)])
    assert "Platz in der Kita" not in everything
    assert "weiblich" not in everything.lower()
    pictures = document.inline_shapes
    assert all(picture._inline.docPr.get("descr") for picture in pictures)
    assert len(pictures) > 1
    assert all(b"tblHeader" in etree.tostring(table.rows[0]._tr) for table in document.tables)


def test_the_word_file_leaves_small_numbers_out(guide: Client, bensheim: MunicipalityRef) -> None:
    """A question that fewer answered than may be looked at stands in no table."""
    with inside(realm_of(bensheim)):
        wave = wave_of("third_country_nationals")
        title, code, value = table_question(wave)
        store(wave, *[{"need_housing": 3}] * 40, *[{code: value}] * 3)
        few = guide.get("/ergebnisse/bericht.docx")
        store(wave, *[{code: value}] * 40)
    assert title not in headings_of(few)
    assert title in headings_of(guide.get("/ergebnisse/bericht.docx"))


def table_question(wave: Wave) -> tuple[str, str, Any]:
    """A question the report has as a table, with one of its answers."""
    for page in definition_of(wave.version).pages:
        for group in page.groups:
            if group.enabled and not any(question.demographic for question in group.questions):
                for question in group.questions:
                    if question.type == "single" and question.values and question.measures is None:
                        return question_text(question), question.code, question.values[0]
    raise AssertionError("the instrument has no such question")


def headings_of(answer: Any) -> list[str]:
    """The headings of a Word file."""
    document = Document(io.BytesIO(answer.content))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]


def test_a_cross_tab_hides_the_same_on_screen_and_in_the_file(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("administration")
        rows: list[dict[str, Any]] = [{"employer_area": "social", "sex": "w"}] * 12
        rows += [{"employer_area": "social", "sex": "m"}] * 9 + [{"employer_area": "youth", "sex": "w"}] * 8
        rows += [{"employer_area": "youth", "sex": "m"}]
        store(wave, *rows)
        ended(wave)
    page = f"/ergebnisse/wellen/{wave.pk}/kreuztabelle/"
    assert guide.get(page).status_code == 200
    query = {"frage": "employer_area", "nach": "sex"}
    shown = soup(guide.get(page, query))
    cells = [words(cell) for cell in shown.select("td") if "geschützt" in words(cell)]
    assert len(cells) == 4
    file = guide.get(page, query | {"format": "csv"}).content.decode("utf-8-sig")
    assert file.count("geschützt") == 4
    assert '"Antworten";"20";"10"' in file


def test_a_need_is_crossed_as_need_and_no_need_everywhere(guide: Client, bensheim: MunicipalityRef) -> None:
    """Finer numbers by group are nowhere, so that no difference gives a protected one away; few have no own column."""
    with inside(realm_of(bensheim)):
        wave = wave_of("third_country_nationals")
        for sex, answers in (("w", [0] * 6 + [1] * 1 + [2] * 2 + [3] * 9), ("m", [0] * 5 + [2] * 8), ("d", [3] * 9)):
            store(wave, *[{"need_housing": value, "sex": sex} for value in answers])
        ended(wave)
    page = f"/ergebnisse/wellen/{wave.pk}/kreuztabelle/"
    query = {"frage": "need_housing", "nach": "sex"}
    shown = soup(guide.get(page, query))
    assert [words(head) for head in shown.select("main th[scope=row]")] == [
        "kein Bedarf (0 – keine, 1 – etwas)",
        "Bedarf (2 – viel, 3 – sehr viel)",
    ]
    assert [words(cell) for cell in shown.select("main td")] == ["39 % 7", "23 % 5", "61 % 11", "77 % 17"]
    rows = guide.get(page, query | {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert rows[2] == '"kein Bedarf (0 – keine, 1 – etwas)";"7";"5"'
    assert len(shown.select("main thead th")) == 3, "those of no or another sex stand together"


def test_waves_side_by_side(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        before = wave_of("residents", opens_on=date(2026, 3, 1), title="Frühjahr")
        store(before, *[{"need_housing": 3 if at < 20 else 0, "need_work": 3} for at in range(100)])
        after = wave_of("residents", opens_on=date(2026, 9, 1), title="Herbst")
        store(after, *[{"need_housing": 3 if at < 70 else 0, "need_work": 3} for at in range(100)])
    query = {"perspektive": "residents", "frage": "need_housing"}
    page = soup(guide.get("/ergebnisse/verlauf/", query))
    line = next(row for row in page.select("tbody tr") if row.th and words(row.th) == "Wohnen")
    assert words(line) == "Wohnen Sehen einen Bedarf 20 % 13–29 %, n = 100 70 % 60–78 %, n = 100 gestiegen"
    assert [words(head) for head in page.select_one("thead").select("th")][2:4] == ["01.03.2026", "01.09.2026"]
    same = next(row for row in page.select("tbody tr") if row.th and words(row.th) == "Arbeit und Ausbildung")
    assert words(same).endswith("–")
    figure = next(one for one in page.select("figure") if "Wohnen" in words(one.figcaption))
    assert figure.select_one("svg[role=img]")
    assert [[words(cell) for cell in row.select("td")] for row in figure.select("tbody tr")] == [["20"], ["70"]]
    rows = guide.get("/ergebnisse/verlauf/", query | {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith(
        '"Antwort";"Frage";"Frühjahr (01.03.2026): Anteil in Prozent";"Frühjahr (01.03.2026): 95-%-'
    )
    housing = next(row for row in rows if row.startswith('"Wohnen"'))
    assert housing == '"Wohnen";"Sehen einen Bedarf";"20";"13";"29";"100";"70";"60";"78";"100";"gestiegen"'
    assert guide.get("/ergebnisse/verlauf/", query | {"format": "xlsx"}).content.startswith(b"PK")
    assert guide.get("/ergebnisse/verlauf/", {"perspektive": "administration", "format": "csv"}).status_code == 200


def test_coverage_says_what_is_not_known(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("third_country_nationals")
        store(wave, {"need_housing": 3})
    page = words(soup(guide.get(f"/ergebnisse/wellen/{wave.pk}/")))
    assert "nicht gewichtet" in page or "Abdeckung lässt sich nicht nennen" in page
