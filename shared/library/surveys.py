"""Surveys for the library from spreadsheets (XLSForm) and JSON files."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.instruments.definition import LOCAL_PREFIX
from shared.instruments.xlsform import BadSpreadsheet, read_xlsform
from shared.library.files import read_object
from shared.library.problems import UnreadableFile

SHOWN_PROBLEMS: Final = 10

Document = dict[str, Any]


def survey_in(name: str, data: bytes, *, perspective: str) -> Document:
    """The definition in a file; ``perspective`` counts where a spreadsheet names none.

    Whether it is one is checked by ``check_content``. Raises ``UnreadableFile`` naming sheet, row and column.
    """
    if not name.lower().endswith(".xlsx"):
        return read_object(data)
    try:
        return for_all_towns(read_xlsform(data, perspective=perspective))
    except BadSpreadsheet as bad:
        named = " · ".join(str(problem) for problem in bad.problems[:SHOWN_PROBLEMS])
        more = len(bad.problems) - SHOWN_PROBLEMS
        said = named if more <= 0 else _("{named} · und {more} weitere").format(named=named, more=more)
        raise UnreadableFile(said) from bad


def for_all_towns(document: Document) -> Document:
    """The document with what a spreadsheet from elsewhere made a town's own part as the library's optional part.

    In the library nothing is a single town's: a template's local groups would be dropped at the next version.
    """
    central = copy.deepcopy(document)
    taken = {question["code"] for question in _questions(central)}
    renamed: dict[str, str] = {}
    for code in sorted(code for code in taken if code.startswith(LOCAL_PREFIX)):
        renamed[code] = _free_code(code.removeprefix(LOCAL_PREFIX), taken)
        taken.add(renamed[code])
    for page in central["pages"]:
        _rename_in(page.get("show_if"), renamed)
        for group in page["groups"]:
            _rename_in(group.get("show_if"), renamed)
            if group["kind"] == "local":
                group["kind"] = "optional"
    for question in _questions(central):
        question["code"] = renamed.get(question["code"], question["code"])
        _rename_in(question.get("show_if"), renamed)
    return central


def _free_code(bare: str, taken: set[str]) -> str:
    """A code without the prefix: codes begin with a letter, and each stands once."""
    wished = bare if bare[:1].isalpha() else f"q_{bare}"
    code, number = wished, 2
    while code in taken or code.startswith(LOCAL_PREFIX):
        code, number = f"q_{wished}_{number}"[-40:], number + 1
    return code


def _questions(document: Document) -> Iterator[Document]:
    for page in document["pages"]:
        for group in page["groups"]:
            yield from group["questions"]


def _rename_in(condition: Any, renamed: dict[str, str]) -> None:
    if not isinstance(condition, dict):
        return
    if condition.get("question") in renamed:
        condition["question"] = renamed[condition["question"]]
    for inner in (*condition.get("all", ()), *condition.get("any", ())):
        _rename_in(inner, renamed)
