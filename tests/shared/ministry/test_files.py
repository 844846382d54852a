"""One release, four outlets: page, CSV, spreadsheet and API say the same, cell by cell; the report too."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test.utils import override_settings
from pypdf import PdfReader

from api.v1.releases.answers import figure_answers
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, inside
from shared.metrics.models import Release, ReleasedFigure
from shared.metrics.vocabulary import FigureLevel
from shared.ministry.wording import name_of
from tests.shared.ministry.frozen import freeze, three_towns

type Cell = tuple[str, str, str]
type Value = tuple[Decimal | None, int | None, int | None]


def number(text: str) -> Decimal | None:
    """A German number as people or a file write it."""
    return None if text in {"", "–"} else Decimal(text.replace(".", "").replace(",", "."))


def whole(text: str) -> int | None:
    """The same for a count."""
    found = number(text)
    return None if found is None else int(found)


def from_page(client: Any, pk: int) -> dict[Cell, Value]:
    """What a reader of all pages sees."""
    with override_settings(KISI_UI_ROWS_PER_PAGE=2000):
        tree = BeautifulSoup(client.get(f"/hessen/staende/{pk}/zahlen/").content, "html.parser")
    lines = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in tree.select("#liste-zahlen tbody tr")
    ]
    return {
        (line[0], line[3], line[4].replace("–", "")): (number(line[5]), whole(line[7]), whole(line[8]))
        for line in lines
    }


def from_csv(client: Any, pk: int) -> dict[Cell, Value]:
    """What the CSV file says."""
    text = client.get(f"/hessen/staende/{pk}/zahlen/?format=csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    return {(line[0], line[3], line[4]): (number(line[5]), whole(line[7]), whole(line[8])) for line in lines}


def from_xlsx(client: Any, pk: int) -> dict[Cell, Value]:
    """What the spreadsheet says."""
    content = client.get(f"/hessen/staende/{pk}/zahlen/?format=xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))[1:]
    return {
        (str(row[0]), str(row[3]), str(row[4] or "")): (
            None if row[5] is None else Decimal(str(row[5])),
            None if row[7] is None else int(row[7]),
            None if row[8] is None else int(row[8]),
        )
        for row in rows
    }


def from_api(pk: int) -> dict[Cell, Value]:
    """What the API answers, with its cells named as the other outlets name them."""
    from shared.ministry.listing import figure_rows
    from shared.ministry.reading import all_figures, releases

    release = next(one for one in releases() if one.id == pk)
    with inside(CENTRAL):
        rows = list(ReleasedFigure.objects.filter(release=pk))
        answers = figure_answers(rows)
        keys = {(one.metric, one.area, one.cell): one for one in all_figures(release)}
        names = {row.area: row.area for row in rows}
        words = {key: figure_rows([one], names)[0].cell for key, one in keys.items()}
    return {
        (name_of(row.metric), row.area, words[row.metric, row.area, row.cell]): (
            None if answer["value"] is None else Decimal(str(answer["value"])),
            answer["numerator"],
            answer["denominator"],
        )
        for row, answer in zip(rows, answers, strict=True)
    }


def test_every_outlet_says_the_same(analyst: Any, release: Release) -> None:
    """Page, CSV, XLSX and API: the same cells with the same values, also where nothing is shown."""
    expected = from_api(release.pk)
    assert len(expected) == cells_of(release)
    assert from_page(analyst, release.pk) == expected
    assert from_csv(analyst, release.pk) == expected
    assert from_xlsx(analyst, release.pk) == expected


def test_a_zero_share_is_written_the_same_everywhere(analyst: Any) -> None:
    """„0,0“ on the page and in the file, not „0“ here and „0,0“ there; a count keeps no decimals."""
    figures = {**three_towns(), ("surveys.need_seen", "06", "perspective=residents|topic=mobility"): (0, 120)}
    pk = freeze("2026-H2", figures).pk
    with override_settings(KISI_UI_ROWS_PER_PAGE=2000):
        tree = BeautifulSoup(analyst.get(f"/hessen/staende/{pk}/zahlen/").content, "html.parser")
    page = [
        [cell.get_text(" ", strip=True).replace("–", "") for cell in row.select("th, td")]
        for row in tree.select("#liste-zahlen tbody tr")
    ]
    text = analyst.get(f"/hessen/staende/{pk}/zahlen/?format=csv").content.decode("utf-8-sig")
    file = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    assert [line[5].replace(".", "") for line in page] == [line[5] for line in file]
    shares = {line[5] for line in file if line[6] == "%"}
    assert "0,0" in shares
    assert all("," in value for value in shares if value)
    assert not any("," in line[5] for line in file if line[6] != "%")


def cells_of(release: Release) -> int:
    """How many cells the release has."""
    with inside(CENTRAL):
        return ReleasedFigure.objects.filter(release=release).count()


def test_the_list_is_filtered(analyst: Any, release: Release) -> None:
    """By metric and level; a wrong level is refused."""
    text = analyst.get(f"/hessen/staende/{release.pk}/zahlen/?kennzahl=accounts.active&ebene=state&format=csv")
    assert text.content.decode("utf-8-sig").count("\r\n") == 2
    assert analyst.get(f"/hessen/staende/{release.pk}/zahlen/?ebene=dorf").status_code == 422
    assert analyst.get(f"/hessen/staende/{release.pk}/zahlen/?zeilen=keine").status_code == 422


def test_what_shows_no_number_can_be_left_out(analyst: Any, release: Release) -> None:
    """All else stays; without the filter every hidden figure stands there with its reason."""
    address = f"/hessen/staende/{release.pk}/zahlen/?format=csv"
    every, shown = (
        list(csv.reader(io.StringIO(analyst.get(address + more).content.decode("utf-8-sig")), delimiter=";"))
        for more in ("", "&zeilen=gezeigt")
    )
    assert shown == [line for line in every if line[7]]
    assert 1 < len(shown) < len(every)


def test_the_report_is_a_tagged_document_with_the_same_figures(analyst: Any, release: Release) -> None:
    """PDF/UA; the state's figures of every metric stand in it."""
    answer = analyst.get(f"/hessen/staende/{release.pk}/bericht.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document = PdfReader(io.BytesIO(answer.content))
    catalogue: Any = document.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in str(catalogue["/Metadata"].get_data())
    text = " ".join(page.extract_text() for page in document.pages)
    assert "1. Halbjahr 2026 · Stand 1" in text
    assert "3 von 3 Kommunen" in text
    with inside(CENTRAL):
        rows = ReleasedFigure.objects.filter(release=release, level=FigureLevel.STATE, metric="surveys.responses")
        for row in rows:
            assert str(row.numerator) in text
    assert "12,5 %" in text
    assert "Die Zahlen stehen oben unter „Wer welchen Bedarf sieht“" in " ".join(text.split()), "and not twice"


def test_who_takes_the_report_away_is_recorded(analyst: Any, release: Release) -> None:
    """Who, which release, as what; a release that does not exist leaves no row."""
    assert analyst.get("/hessen/staende/987654/bericht.pdf").status_code == 404
    analyst.get(f"/hessen/staende/{release.pk}/bericht.pdf")
    with inside(CENTRAL):
        (row,) = Entry.objects.filter(event="ministry.report_exported")
    assert (row.is_read, row.subject) == (True, f"metrics.release:{release.pk}")
    assert row.details == {"format": "pdf", "period": "2026-H1", "number": 1}
    assert row.actor_label == analyst.get("/").wsgi_request.user.actor.label


@pytest.mark.parametrize("address", ["zahlen/?format=csv", "bericht.pdf"])
def test_files_of_the_ministry_are_for_the_ministry(client_for: Any, release: Release, address: str) -> None:
    """A stranger is sent to sign in."""
    assert client_for(None).get(f"/hessen/staende/{release.pk}/{address}").status_code == 302
