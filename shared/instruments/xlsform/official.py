"""What pyxform, the reference implementation of XLSForm, says about a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from shared.instruments.xlsform.columns import OWN, SURVEY
from shared.instruments.xlsform.opening import Sheet
from shared.instruments.xlsform.problems import Place

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]")


def official_problems(survey: Sheet, choices: Sheet, settings: Sheet) -> list[Place]:
    """Its first complaint, with the row as the file counts it; pyxform stops there."""
    # reason: takes half a second, which every start of every process would pay for a file now and then
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    book: dict[str, Any] = {}
    for sheet in (survey, choices, settings):
        if sheet.lines:
            name = sheet.name.strip().lower()
            book[name] = _rows(sheet)
            book[f"{name}_header"] = [dict.fromkeys(one for one in sheet.headings if one and not one.startswith(OWN))]
    try:
        convert(book, validate=False, form_name="data")
    except PyXFormError as error:
        return [_place(str(error), survey)]
    # pyxform is handed what strangers wrote: whatever else it stumbles over is a problem of the file.
    except Exception as error:
        return [Place(_("Die Tabelle lässt sich nicht lesen (%(kind)s).") % {"kind": type(error).__name__}, SURVEY)]
    return []


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    return [{name: text for name, text in line.cells.items() if not name.startswith(OWN)} for line in sheet.lines]


def _place(message: str, survey: Sheet) -> Place:
    found = _ROW.search(message)
    number = int(found.group(1)) if found else 0
    # pyxform counts the rows it was given from 2; empty rows were left out before.
    row = survey.lines[number - 2].number if 2 <= number < len(survey.lines) + 2 else 0
    said = _ROW.sub("", message).strip()[:300]
    return Place(_("Die Prüfung nach XLSForm meldet (englisch): %(said)s") % {"said": said}, SURVEY, row)
