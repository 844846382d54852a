"""XLSForm out and in: nothing is lost on the way, and bad files are refused by sheet, row and column."""

from __future__ import annotations

import io
import resource
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from pyxform.xls2xform import convert

from shared.instruments.definition import from_stored, parse
from shared.instruments.xlsform import BadSpreadsheet, read_xlsform, write_xlsform
from shared.instruments.xlsform.relevance import NotSupported, as_xpath, from_xpath
from shared.library.shipped import shipped_templates
from tests.shared.instruments.samples import LANGUAGES, choice, definition, everything, group, page, question, texts

Rows = list[list[Any]]


SURVEYS = [one for one in shipped_templates() if one["kind"] == "survey"]


def rich() -> dict[str, Any]:
    """All languages, every condition, introduction, review states, a negative scale."""
    all_texts = {language: f"Text {language}\nzweite Zeile" for language in LANGUAGES}
    return definition(
        page(
            "p",
            group(
                "g",
                choice("a", "yes no"),
                choice("m", "housing work none", "multi", measures={"aspect": "urgency", "topics": "options"}),
                {**question("s", "scale"), "scale": {"from": -2, "to": 2, "labels": {"-2": texts("schlecht")}}},
                question("n", "number", number={"min": -1.5, "max": 3, "decimals": 2, "unit": texts("m²", fr="m²")}),
                question("d", "date", show_if={"question": "n", "any_of": ["-1", "2.5"]}),
                question(
                    "t", text=all_texts, hint=texts("=1+1"), show_if={"question": "m", "none_of": ["none", "work"]}
                ),
            ),
            title=all_texts,
        ),
        page(
            "q",
            group(
                "h",
                choice("sex", "w m d na", demographic="sex", show_if={"question": "t", "answered": True}),
                kind="optional",
                enabled=False,
                show_if={"any": [{"question": "a", "any_of": ["yes"]}, {"question": "s", "any_of": ["-2", "2"]}]},
            ),
            {"key": "i", "kind": "local", "questions": [question("local_x", "note")]},
            show_if={"all": [{"question": "a", "any_of": ["no"]}, {"any": [
                {"question": "s", "answered": True}, {"question": "m", "none_of": ["work"]}]}]},
        ),
        languages=" ".join(LANGUAGES),
        introduction=all_texts,
        thanks=texts("Danke"),
    )  # fmt: skip


@pytest.mark.parametrize("document", [everything(), rich(), definition(page("p", group("g", choice("a"))))])
def test_out_and_in_again_is_the_same(document: dict[str, Any]) -> None:
    """Every text, limit, condition, measure and kind of group."""
    parse(document)
    read = read_xlsform(write_xlsform(document))
    assert from_stored(read) == from_stored(document)
    assert read["languages"] == document["languages"]


@pytest.mark.parametrize("template", SURVEYS, ids=[one["key"] for one in SURVEYS])
def test_the_core_set_goes_out_and_in_again(template: dict[str, Any]) -> None:
    """The instruments that everybody uses, where groups and questions share names."""
    content = template["content"]
    assert from_stored(read_xlsform(write_xlsform(content))) == from_stored(content)


def test_what_we_write_is_an_xlsform_others_can_read() -> None:
    """pyxform makes a form of it, with our words in it."""
    form = convert(io.BytesIO(write_xlsform(rich())), validate=False, file_type=".xlsx", form_name="data").xform
    assert "selected( /data/page.p/group.g/m , 'none')" in form
    assert 'lang="Українська (uk)"' in form


CONDITIONS: list[dict[str, Any]] = [
    {"question": "a", "answered": True},
    {"question": "a", "any_of": ["x"]},
    {"question": "a", "any_of": ["x", "y", "dk"]},
    {"question": "a", "none_of": ["x", "y"]},
    {"question": "n", "any_of": ["1", "-2.5"]},
    {"question": "n", "none_of": ["1"]},
    {"all": [{"question": "a", "any_of": ["x", "y"]}, {"question": "n", "answered": True}]},
    {"any": [{"question": "a", "any_of": ["x"]}, {"all": [{"question": "a", "none_of": ["y"]}]}]},
]


@pytest.mark.parametrize("condition", CONDITIONS[:-1])
def test_skip_logic_there_and_back(condition: dict[str, Any]) -> None:
    """As XPath and read again."""
    expression = as_xpath(condition, lambda code: code == "n")
    assert from_xpath(expression, {"a": "a", "n": "n"}) == condition


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("${a}='x'", {"question": "a", "any_of": ["x"]}),
        ("${a} != 'x'", {"question": "a", "none_of": ["x"]}),
        ('selected(${a}, "x") or selected(${a},"y")', {"question": "a", "any_of": ["x", "y"]}),
        (
            "${a}='x' and not(selected(${b}, 'z'))",
            {"all": [{"question": "a", "any_of": ["x"]}, {"question": "b", "none_of": ["z"]}]},
        ),
    ],
)
def test_skip_logic_as_others_write_it(expression: str, condition: dict[str, Any]) -> None:
    """The usual spellings."""
    assert from_xpath(expression, {"a": "a", "b": "b"}) == condition


@pytest.mark.parametrize(
    "expression",
    [
        "${a} > 3", "", "${a}", "count(${a})", "${a} = ", "(" * 500 + "${a}='x'" + ")" * 500, "not(" * 900,
        "${a}='x'" * 900, "${a} = ''", "not(${a} != '')", "'; DROP", "${a}='x' and", "\x00",
    ],
)  # fmt: skip
def test_what_skip_logic_cannot_say_is_not_guessed(expression: str) -> None:
    """Never read as something else, never another exception."""
    with pytest.raises(NotSupported):
        from_xpath(expression, {"a": "a"})


def sheets(survey: Rows, choices: Rows | None = None, settings: Rows | None = None, **others: Rows) -> bytes:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    named = {"survey": survey, "choices": choices, "settings": settings, **others}
    for name, rows in named.items():
        if rows is not None:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FOREIGN_SURVEY: Rows = [
    ["type", "name", "label::Deutsch (de)", "label::English (en)", "relevant", "constraint", "required"],
    ["start", "start", None, None, None, None, None],
    ["text", "Name-Der.Straße", "Straße?", "Street?", None, "string-length(.) <= 80", None],
    [None] * 7,
    ["begin_group", "Wohnen", "Wohnen", "Housing", None, None, None],
    ["select_one yn", "Hat_Balkon", "Balkon?", "Balcony?", None, None, "yes"],
    ["integer", "zimmer", "Zimmer?", None, "${Hat_Balkon} = 'Ja-sicher'", ". >= 1 and . <= 20", None],
    ["end_group", None, None, None, None, None, None],
]
FOREIGN_CHOICES: Rows = [
    ["list_name", "name", "label::Deutsch (de)", "label::English (en)"],
    ["yn", "Ja-sicher", "Ja", "Yes"],
    ["yn", "nein", "Nein", "No"],
]


def test_a_form_of_another_tool_becomes_the_towns_own_part() -> None:
    """Names become codes, top-level groups pages, device data is left out, references follow."""
    read = read_xlsform(sheets(FOREIGN_SURVEY, FOREIGN_CHOICES, [["form_title"], ["Straßen"]]), perspective="residents")
    assert (read["title"], read["family"], read["perspective"]) == ({"de": "Straßen"}, "strassen", "residents")
    assert read["languages"] == {"de": {"review": "source"}, "en": {"review": "draft"}}
    assert [(one["title"]["de"], [inner["kind"] for inner in one["groups"]]) for one in read["pages"]] == [
        ("Fragen", ["local"]), ("Wohnen", ["local"]),
    ]  # fmt: skip
    street = read["pages"][0]["groups"][0]["questions"][0]
    assert street == {
        "code": "local_name_der_strasse", "type": "text", "text": {"de": "Straße?", "en": "Street?"}, "text_length": 80,
    }  # fmt: skip
    balcony, rooms = read["pages"][1]["groups"][0]["questions"]
    assert (balcony["code"], balcony["required"], [one["code"] for one in balcony["options"]]) == (
        "local_hat_balkon", True, ["ja_sicher", "nein"],
    )  # fmt: skip
    assert rooms["show_if"] == {"question": "local_hat_balkon", "any_of": ["ja_sicher"]}
    assert rooms["number"] == {"min": 1, "max": 20}


def workbook_without_survey() -> bytes:
    """Only a sheet of another name."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Tabelle1"
    book.worksheets[0].append(["type", "name", "label"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEAD = ["type", "name", "label"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: sheets([["x"]], Fragen=[["type"]]), "Blatt „survey“, Zeile 1: Die Spalte „name“ fehlt."),
        (workbook_without_survey, "Es fehlt das Blatt „survey“. Gefunden: „Tabelle1“."),
        (
            lambda: sheets([HEAD, ["geopoint", "ort", "Wo?"]]),
            "Blatt „survey“, Zeile 2, Spalte „type“: Die Art „geopoint“ kann KISI nicht stellen.",
        ),
        (
            lambda: sheets([HEAD, [], ["text", None, "Wo?"]]),
            "Blatt „survey“, Zeile 3, Spalte „name“: Der Name der Frage fehlt.",
        ),
        (
            lambda: sheets([HEAD, ["text", "a", None]]),
            "Blatt „survey“, Zeile 2, Spalte „label::Deutsch (de)“: Der deutsche Text fehlt.",
        ),
        (
            lambda: sheets([HEAD, ["text", "a", "x"], ["text", "a", "y"]]),
            "Blatt „survey“, Zeile 3, Spalte „name“: Den Namen „a“ gibt es schon.",
        ),
        (
            lambda: sheets([HEAD, ["select_one gone", "a", "x"]]),
            "Blatt „survey“, Zeile 2, Spalte „type“: Die Liste „gone“ steht nicht im Blatt „choices“.",
        ),
        (
            lambda: sheets([[*HEAD, "relevant"], ["text", "a", "x", "${b} = 1"]]),
            "Blatt „survey“, Zeile 2, Spalte „relevant“: Die Frage „b“ gibt es nicht.",
        ),
        (
            lambda: sheets([[*HEAD, "relevant"], ["integer", "a", "x", None], ["text", "b", "x", "${a} > 3"]]),
            "Zeile 3, Spalte „relevant“: Diese Bedingung kann KISI nicht übernehmen.",
        ),
        (
            lambda: sheets([[*HEAD, "constraint"], ["text", "a", "x", "regex(., 'x')"]]),
            "Zeile 2, Spalte „constraint“: Diese Einschränkung kann KISI nicht übernehmen.",
        ),
        (
            lambda: sheets([[*HEAD, "label::Klingonisch (tlh)"], ["text", "a", "x", "y"]]),
            "Zeile 1, Spalte „label::Klingonisch (tlh)“: Diese Sprache kennt KISI nicht.",
        ),
        (lambda: sheets([HEAD, ["begin_group", "g", "G"], ["text", "a", "x"]]), "Diese Gruppe endet nicht"),
        (lambda: sheets([HEAD, ["end_group", None, None]]), "die nicht begonnen hat"),
        (
            lambda: sheets([HEAD, ["select_one l", "a", "x"]], [["list_name", "name", "label"], ["l", "b", None]]),
            "Blatt „choices“, Zeile 2, Spalte „label::Deutsch (de)“: Der deutsche Text fehlt.",
        ),
        (
            lambda: sheets([HEAD, ["select_one l", "a", "x"]], [["list_name", "name", "label"], ["l", "b", "B"]]),
            "Blatt „survey“, Zeile 2, Spalte „options“: Das sind zu wenige: mindestens 2.",
        ),
        (
            lambda: sheets([[*HEAD, "relevant"], ["text", "a", "x", "${b} != ''"], ["text", "b", "y", None]]),
            "Blatt „survey“, Zeile 2, Spalte „question“: Die Frage „local_b“ steht erst später.",
        ),
    ],
)
def test_what_is_wrong_is_named_by_sheet_row_and_column(content: Callable[[], bytes], said: str) -> None:
    """In German, as the spreadsheet counts."""
    with pytest.raises(BadSpreadsheet) as refused:
        read_xlsform(content(), perspective="residents")
    assert any(said in str(problem) for problem in refused.value.problems), [str(one) for one in refused.value.problems]


def test_without_a_perspective_the_file_is_refused() -> None:
    """Who is asked must be known."""
    with pytest.raises(BadSpreadsheet, match="Perspektive"):
        read_xlsform(sheets([HEAD, ["text", "a", "x"]]))


def patched(content: bytes, name: str, change: Callable[[bytes], bytes], **added: bytes) -> bytes:
    """The workbook with one part changed and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part.filename)
            new.writestr(part.filename, change(data) if part.filename == name else data)
        for title, data in added.items():
            new.writestr(title, data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def plain() -> bytes:
    """A harmless workbook."""
    return sheets([HEAD, ["text", "a", "x"]])


def with_rows(rows: bytes) -> bytes:
    """A workbook whose first sheet has these rows as XML."""
    return patched(plain(), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def with_doctype(xml: bytes) -> bytes:
    """Ten entities deep: a billion laughs."""
    laughs = b'<!ENTITY a "ha">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    return xml.replace(b"<worksheet", b"<!DOCTYPE x [" + laughs + b"]><worksheet", 1)


def external(xml: bytes) -> bytes:
    """An entity that would be fetched."""
    return xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]><worksheet', 1)


BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "keine Excel-Datei"),
    "text": (lambda: b"type,name,label\ntext,a,x\n", "keine Excel-Datei"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 2000, "keine Excel-Datei"),
    "another zip": (lambda: zipped({"a.txt": b"x"}), "keine Excel-Datei"),
    "cut off": (lambda: plain()[:-200], "keine Excel-Datei"),
    "too large": (lambda: b"PK" + b"\x00" * 2_000_001, "zu groß"),
    "a bomb": (lambda: patched(plain(), SHEET, lambda xml: xml + b" " * 60_000_000), "ausgepackt zu groß"),
    "many parts": (lambda: patched(plain(), "", bytes, **{f"x{n}.txt": b"" for n in range(300)}), "ausgepackt zu groß"),
    "laughs": (lambda: patched(plain(), SHEET, with_doctype), "Unerlaubtes"),
    "an entity from elsewhere": (lambda: patched(plain(), SHEET, external), "Unerlaubtes"),
    "broken XML": (lambda: patched(plain(), SHEET, lambda xml: xml[:-30]), "beschädigt"),
    "a formula": (lambda: sheets([HEAD, ["text", "a", "=1+1"]]), "Blatt „survey“, Zeile 2, Spalte „C“: In Zelle C2"),
    "a huge list of sheets": (
        lambda: patched(plain(), BOOK, lambda xml: xml.replace(b"</sheets>", b"<x/>" * 5_000_000 + b"</sheets>")),
        "ausgepackt zu groß",
    ),
    "macros": (lambda: patched(plain(), "", bytes, **{"xl/vbaProject.bin": b"x"}), "Makros"),
    "links to files": (lambda: patched(plain(), "", bytes, **{"xl/externalLinks/l1.xml": b"<a/>"}), "andere Dateien"),
    "a link": (
        lambda: patched(
            plain(),
            "xl/_rels/workbook.xml.rels",
            lambda xml: xml.replace(b"<Relationship ", b'<Relationship TargetMode="External" ', 1),
        ),
        "Links nach außen",
    ),
    "100,000 columns": (lambda: with_rows(b'<row r="9"><c r="XFD9"/></row>'), "Blatt „survey“: Die Tabelle hat zu v"),
    "a far row": (lambda: with_rows(b'<row r="1048576"><c r="A1048576"/></row>'), "zu viele Zeilen"),
    "nonsense for a cell": (lambda: with_rows(b'<row r="9"><c r="A9999999999999999999"/></row>'), "zu viele Zeilen"),
    "millions of nothings in a sheet": (lambda: with_rows(b"<x/>" * 5_000_000), "ausgepackt zu groß"),
    "200,000 cells": (lambda: with_rows(b'<row r="9">' + b'<c r="A9"/>' * 200_000 + b"</row>"), "100.000 Zellen"),
    "a long text": (lambda: sheets([HEAD, ["text", "a", "x" * 20_000]]), "Zeile 2, Spalte „C“: Ein Text ist zu lang"),
    "a missing part": (
        lambda: patched(plain(), BOOK, lambda xml: xml.replace(b"rId1", b"rId99")),
        "nicht öffnen",
    ),
}  # fmt: skip


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BAD_FILES)
def test_dangerous_and_broken_files_are_refused(name: str) -> None:
    """With a reason, without the time and the memory a bomb asks for."""
    content, said = BAD_FILES[name]
    data = content()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadSpreadsheet) as refused:
        read_xlsform(data, perspective="residents")
    assert any(said in str(problem) for problem in refused.value.problems), [str(one) for one in refused.value.problems]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
