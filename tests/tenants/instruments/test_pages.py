"""List, detail, preview, comparison, files."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.instruments.definition import from_stored, schema
from shared.instruments.xlsform import read_xlsform, write_xlsform
from tenants.instruments import actions
from tenants.instruments.models import Instrument
from tests.accounts import person, sign_in
from tests.shared.instruments.samples import definition, everything, group, page, question, texts
from tests.shared.instruments.test_xlsform import FOREIGN_CHOICES, FOREIGN_SURVEY, sheets


def upload(guide: Client, name: str, content: bytes, perspective: str = "") -> Any:
    """Send a file to be read in."""
    file = SimpleUploadedFile(name, content)
    return guide.post("/frageboegen/einlesen/", {"file": file, "perspective": perspective})


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list(guide: Client, bensheim: MunicipalityRef, count: int) -> None:
    """Each instrument with its state; none says so."""
    with inside(realm_of(bensheim)):
        for number in range(count):
            actions.create_instrument(title=f"Bogen {number}", perspective="residents", by=SYSTEM)
    content = guide.get("/frageboegen/").content.decode()
    assert content.count("eigener Fragebogen") == count
    assert ("Noch kein Fragebogen" in content) is (count == 0)


def test_the_list_is_filtered_and_exported(guide: Client, own: Instrument, adopted: Instrument) -> None:
    """By words, perspective and state; bad filters say so."""

    def titles(query: str) -> set[str]:
        answer = guide.get(f"/frageboegen/?{query}")
        assert answer.status_code == 200
        return {line.cells[0].value for line in answer.context["list"].lines}

    assert titles("") == {"Spielplätze", "Bedarf"}
    assert titles("q=spiel") == {"Spielplätze"}
    assert titles("perspective=third_country_nationals") == {"Bedarf"}
    assert titles("state=released") == {"Bedarf"}
    assert titles("state=draft") == {"Spielplätze", "Bedarf"}
    guide.post(f"/frageboegen/{own.pk}/ablegen/")
    assert titles("") == {"Bedarf"}
    assert titles("state=archived") == {"Spielplätze"}
    assert guide.get("/frageboegen/?state=quatsch").status_code == 422
    table = guide.get("/frageboegen/?format=csv").content.decode()
    assert "Bedarf" in table
    found = guide.get("/suche/?q=spielpl").content.decode()
    assert f"/frageboegen/{own.pk}/" in found


def test_one_instrument_with_its_versions(guide: Client, adopted: Instrument) -> None:
    """Released and draft, difference, archive and back."""
    content = guide.get(f"/frageboegen/{adopted.pk}/").content.decode()
    assert "Fassung 2" in content
    assert "Vorlage der Bibliothek, Fassung 1." in content
    assert (
        "Die Fragen sind gleich geblieben"
        in guide.get(f"/frageboegen/{adopted.pk}/version/2/vergleich/").content.decode()
    )
    assert guide.get(f"/frageboegen/{adopted.pk}/version/2/vergleich/?mit=99").status_code == 404
    guide.post(f"/frageboegen/{adopted.pk}/ablegen/")
    assert "Dieser Fragebogen ist abgelegt" in guide.get(f"/frageboegen/{adopted.pk}/").content.decode()
    guide.post(f"/frageboegen/{adopted.pk}/zurueckholen/")
    assert "ist abgelegt." not in guide.get(f"/frageboegen/{adopted.pk}/").content.decode()
    for address in ("/frageboegen/999999/", f"/frageboegen/{adopted.pk}/version/9/", "/frageboegen/999999/entwurf/"):
        assert guide.get(address).status_code == 404


def test_the_preview_in_every_language(guide: Client, adopted: Instrument) -> None:
    """Right to left where it is; German where a translation is missing, and marked."""
    address = f"/frageboegen/{adopted.pk}/version/1/"
    arabic = guide.get(f"{address}?sprache=ar&breite=telefon").content.decode()
    assert 'dir="rtl"' in arabic
    assert "k-preview--phone" in arabic
    assert "Übersetzung fehlt" in arabic
    assert "Вітаємо" in guide.get(f"{address}?sprache=uk").content.decode()
    assert "nur, wenn „Frage lives_here“ ist „Yes“" in guide.get(f"{address}?sprache=quatsch").content.decode()


def test_an_auditor_reads_and_changes_nothing(bensheim: MunicipalityRef, client_for: Any, adopted: Instrument) -> None:
    """No buttons, and no way past them."""
    auditor = sign_in(client_for(bensheim), person(bensheim, Role.AUDITOR), bensheim)
    content = auditor.get(f"/frageboegen/{adopted.pk}/").content.decode()
    assert "Entwurf bearbeiten" not in content
    assert auditor.get(f"/frageboegen/{adopted.pk}/entwurf/").status_code == 403
    assert auditor.post(f"/frageboegen/{adopted.pk}/ablegen/").status_code == 403


def test_an_instrument_of_another_town_is_not_there(
    butzbach: MunicipalityRef, client_for: Any, adopted: Instrument
) -> None:
    """404, as for one that does not exist."""
    other = sign_in(client_for(butzbach), person(butzbach, Role.GUIDE), butzbach)
    for way in ("", "entwurf/", "version/1/", "version/1/kisi.json"):
        assert other.get(f"/frageboegen/{adopted.pk}/{way}").status_code == 404


def test_a_draft_is_thrown_away_only_after_asking(
    guide: Client, bensheim: MunicipalityRef, adopted: Instrument
) -> None:
    """The page says what is lost; the only version of a questionnaire is not offered for it."""
    with inside(realm_of(bensheim)):
        actions.begin_draft(instrument=adopted, by=SYSTEM)
        only = actions.create_instrument(title="Eigener", perspective="residents", by=SYSTEM).instrument
    address = f"/frageboegen/{adopted.pk}/entwurf/verwerfen/"
    assert "geht verloren" in guide.get(address).text
    with inside(realm_of(bensheim)):
        assert adopted.versions.count() == 2
    assert guide.post(address)["Location"] == f"/frageboegen/{adopted.pk}/"
    with inside(realm_of(bensheim)):
        assert adopted.versions.count() == 1
    page = guide.get(f"/frageboegen/{only.pk}/entwurf/verwerfen/", follow=True).text
    assert "Das ist die einzige Fassung." in page
    with inside(realm_of(bensheim)):
        assert only.versions.count() == 1


def test_files_come_out_and_go_in_again(guide: Client, adopted: Instrument) -> None:
    """Both kinds, as they were; the core only because the town has adopted it."""
    for name, kind in (("kisi.json", "json"), ("xlsform.xlsx", "xlsx")):
        file = guide.get(f"/frageboegen/{adopted.pk}/version/1/{name}")
        assert file["Content-Disposition"] == f'attachment; filename="bedarf-v1.{kind}"'
        read = upload(guide, f"bogen.{kind}", file.content)
        assert read.status_code == 302
        new = int(read["Location"].split("/")[2])
        again = json.loads(guide.get(f"/frageboegen/{new}/version/1/kisi.json").content)
        assert from_stored(again) == from_stored(everything())
    copied = guide.post(f"/frageboegen/{adopted.pk}/version/1/kopieren/", {"title": "Kopie"})
    assert copied.status_code == 302


def test_a_changed_core_is_not_read_in(guide: Client, adopted: Instrument) -> None:
    """Neither as JSON nor as a spreadsheet: its answers would count in the whole state."""
    changed = everything()
    changed["pages"][1]["groups"][0]["questions"][0]["measures"]["positive"] = ["0"]
    for name, content in (("a.json", json.dumps(changed).encode()), ("a.xlsx", write_xlsform(changed))):
        answer = upload(guide, name, content)
        assert answer.status_code == 422
        assert "Kernfragen" in answer.content.decode()


def test_a_form_of_another_tool_is_read_in(guide: Client) -> None:
    """It asks for the perspective, then makes a draft."""
    content = sheets(FOREIGN_SURVEY, FOREIGN_CHOICES)
    assert "Perspektive" in upload(guide, "odk.xlsx", content).content.decode()
    read = upload(guide, "odk.xlsx", content, "residents")
    assert "local_hat_balkon" in guide.get(read["Location"]).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "keine Excel-Datei"),
        ("a.xlsx", b"not a zip", "keine Excel-Datei"),
        ("a.xlsx", sheets([["type", "name", "label"], ["geopoint", "a", "x"]]), "Zeile 2, Spalte „type“"),
        ("a.json", b"{", "kein JSON"),
        ("a.json", b"\xff\xfe", "kein JSON"),
        ("a.json", b"[" * 100_000, "kein JSON"),
        ("a.json", b"[]", "ein Objekt mit Feldern"),
        ("a.json", json.dumps({**definition(), "extra": 1}).encode(), "/extra"),
        ("a.json", b" " * 2_000_001, "zu groß"),
        ("a.csv", b"type,name", ".xlsx und .json"),
        ("a.xlsm", b"PK", ".xlsx und .json"),
    ],
)
def test_files_that_cannot_be_read_say_why(guide: Client, name: str, content: bytes, said: str) -> None:
    """422 with every place, and nothing half-read."""
    answer = upload(guide, name, content, "residents")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert guide.get("/frageboegen/").content.decode().count("eigener Fragebogen") == 0


def test_no_file_is_an_error_too(guide: Client) -> None:
    """The form says what is missing."""
    assert guide.post("/frageboegen/einlesen/", {}).status_code == 422


def test_formulas_in_texts_stay_text_in_the_export(guide: Client) -> None:
    """No spreadsheet runs what somebody typed as a question."""
    evil = definition(page("p", group("g", question("local_a", text=texts("=cmd|' /C calc'!A0")), kind="local")))
    read = upload(guide, "a.json", json.dumps(evil).encode())
    number = int(read["Location"].split("/")[2])
    content = guide.get(f"/frageboegen/{number}/version/1/xlsform.xlsx").content
    import openpyxl

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content))["survey"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert from_stored(read_xlsform(content)) == from_stored(evil)


def test_the_format_is_published_on_every_host(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Without signing in."""
    for host in (bensheim, None):
        answer = client_for(host).get("/schema/fragebogen-1.json")
        assert answer.status_code == 200
        assert json.loads(answer.content) == schema()


def test_an_editor_sees_how_far_kisis_own_texts_were_reviewed(guide: Client, adopted: Instrument) -> None:
    """Buttons and privacy notice are not the questionnaire's, and nobody can translate them there."""
    around = "Texte um die Fragen – Schaltflächen, Hinweise, Datenschutz"
    address = f"/frageboegen/{adopted.pk}/version/1/"
    assert around in guide.get(f"{address}?sprache=uk").content.decode()
    assert around not in guide.get(f"{address}?sprache=de").content.decode()
