"""The sheet ``choices``: lists of answers."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from shared.instruments.editing import slug_of
from shared.instruments.local_part import free_key
from shared.instruments.xlsform.findings import Findings
from shared.instruments.xlsform.opening import Line, Sheet

Part = dict[str, Any]


class Choices:
    """The lists by name; ``codes`` says what the values of each list are called in the definition."""

    def __init__(self, sheet: Sheet, findings: Findings) -> None:
        self._sheet, self._findings = sheet, findings
        self.lists: dict[str, list[Part]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        for line in sheet.lines:
            self._read(line)

    def _read(self, line: Line) -> None:
        name = line.cells.get("list_name") or line.cells.get("list name", "")
        value = line.cells.get("name") or line.cells.get("value", "")
        if not name or not value:
            column = "list_name" if not name else "name"
            self._findings.problem(self._sheet.name, line, column, _("Hier fehlt etwas."))
            return
        texts = self._findings.german(self._sheet.name, line, "label")
        codes = self.codes.setdefault(name, {})
        if value in codes:
            message = _("Diese Antwort gibt es in der Liste schon.")
            self._findings.problem(self._sheet.name, line, "name", message)
            return
        codes[value] = _code(value, set(codes.values()))
        self.lists.setdefault(name, []).append({"code": codes[value], "text": texts})


def _code(value: str, taken: set[str]) -> str:
    """The value itself where it can be a code (or a point of a scale), else a code made of its letters."""
    if re.fullmatch(r"-?[a-z0-9][a-z0-9_]{0,39}", value):
        return value
    return free_key(slug_of(value) or "antwort", taken, 40)
