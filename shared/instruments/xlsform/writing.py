"""From a definition to a spreadsheet."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import xlsxwriter

from shared.instruments.sentences import dont_know
from shared.instruments.translation import ordered
from shared.instruments.xlsform.columns import CHOICES, GROUP, PAGE, SETTINGS, SURVEY, heading, headings, texts_as_cells
from shared.instruments.xlsform.constraints import as_constraint
from shared.instruments.xlsform.relevance import as_xpath

Document = Mapping[str, Any]
Row = dict[str, str]
TYPES: Final = {"date": "date", "text": "text", "note": "note"}
"""Types that are called the same in both; the others need a look at the question."""


def write_xlsform(document: Document) -> bytes:
    """The definition as an .xlsx file; every cell is text, never a formula."""
    languages = ordered(document["languages"])
    sheets = {
        SURVEY: (_survey_columns(languages), list(_survey(document))),
        CHOICES: (_choice_columns(languages), list(_choices(document, languages))),
        SETTINGS: _settings(document),
    }
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for name, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, bold)
                sheet.set_column(place, place, 40 if "::" in column else 18)
            for number, row in enumerate(rows, start=1):
                for place, column in enumerate(columns):
                    if row.get(column):
                        sheet.write_string(number, place, row[column])
    return out.getvalue()


def _survey_columns(languages: list[str]) -> list[str]:
    own = "kind enabled scale dont_know decimals measures demographic".split()
    return [
        *("type", "name"),
        *headings("label", languages),
        *headings("hint", languages),
        *("required", "relevant", "constraint", "appearance"),
        *(f"kisi_{name}" for name in own),
        *headings("kisi_unit", languages),
    ]


def _choice_columns(languages: list[str]) -> list[str]:
    return ["list_name", "name", *headings("label", languages)]


def _survey(document: Document) -> Iterator[Row]:
    numbers = {one["code"] for one in _questions(document) if one["type"] == "number"}
    for page in document["pages"]:
        yield _begin(page, PAGE, numbers) | {"kisi_kind": "page", "appearance": "field-list"}
        for group in page["groups"]:
            enabled = "" if group.get("enabled", True) else "no"
            yield _begin(group, GROUP, numbers) | {"kisi_kind": group["kind"], "kisi_enabled": enabled}
            for question in group["questions"]:
                yield _question(question, numbers)
            yield {"type": "end_group"}
        yield {"type": "end_group"}


def _questions(document: Document) -> Iterator[Document]:
    for page in document["pages"]:
        for group in page["groups"]:
            yield from group["questions"]


def _begin(part: Document, prefix: str, numbers: set[str]) -> Row:
    row = {"type": "begin_group", "name": prefix + part["key"], **texts_as_cells("label", part.get("title", {}))}
    return row | _relevant(part, numbers)


def _relevant(part: Document, numbers: set[str]) -> Row:
    return {"relevant": as_xpath(part["show_if"], numbers.__contains__)} if "show_if" in part else {}


def _question(question: Document, numbers: set[str]) -> Row:
    row = {
        "type": _type(question),
        "name": question["code"],
        **texts_as_cells("label", question["text"]),
        **texts_as_cells("hint", question.get("hint", {})),
        "required": "yes" if question.get("required") else "",
        "constraint": as_constraint(question),
        "appearance": "multiline" if question.get("long") else "",
        "kisi_demographic": question.get("demographic", ""),
        "kisi_dont_know": "yes" if question.get("dont_know") else "",
        **texts_as_cells("kisi_unit", question.get("number", {}).get("unit", {})),
    }
    if "measures" in question:
        row["kisi_measures"] = json.dumps(question["measures"], ensure_ascii=False)
    if "scale" in question:
        row["kisi_scale"] = f"{question['scale']['from']}..{question['scale']['to']}"
    if question.get("number", {}).get("decimals"):
        row["kisi_decimals"] = str(question["number"]["decimals"])
    return row | _relevant(question, numbers)


def _type(question: Document) -> str:
    kind, code = question["type"], question["code"]
    if kind == "number":
        return "decimal" if question.get("number", {}).get("decimals") else "integer"
    if kind in {"single", "scale"}:
        return f"select_one {code}"
    return f"select_multiple {code}" if kind == "multi" else TYPES[kind]


def _choices(document: Document, languages: list[str]) -> Iterator[Row]:
    for question in _questions(document):
        for option in question.get("options", ()):
            yield {
                "list_name": question["code"],
                "name": option["code"],
                **texts_as_cells("label", option["text"]),
            }
        if "scale" in question:
            yield from _points(question, languages)


def _points(question: Document, languages: list[str]) -> Iterator[Row]:
    scale = question["scale"]
    for point in range(scale["from"], scale["to"] + 1):
        texts = scale.get("labels", {}).get(str(point)) or {"de": str(point)}
        yield {"list_name": question["code"], "name": str(point), **texts_as_cells("label", texts)}
    if question.get("dont_know"):
        words = {heading("label", language): dont_know(language).text for language in languages}
        yield {"list_name": question["code"], "name": "dk", **words}


def _settings(document: Document) -> tuple[list[str], list[Row]]:
    row = {
        "form_title": document["title"]["de"],
        "form_id": document["family"],
        "default_language": heading("label", "de").removeprefix("label::"),
        "style": "pages",
        "kisi_perspective": document["perspective"],
        "kisi_languages": json.dumps(document["languages"], ensure_ascii=False),
    }
    for name in ("title", "introduction", "thanks"):
        row |= texts_as_cells(f"kisi_{name}", document.get(name, {}))
    return list(row), [row]
