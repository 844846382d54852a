"""A row of the sheet ``survey`` as a question."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.instruments.xlsform.choices import Choices
from shared.instruments.xlsform.constraints import with_constraint
from shared.instruments.xlsform.findings import Findings
from shared.instruments.xlsform.opening import Line
from shared.instruments.xlsform.relevance import NotSupported, from_xpath

Part = dict[str, Any]
PLAIN: Final = {
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "date": "date",
    "text": "text",
    "string": "text",
    "note": "note",
}
YES: Final = {"yes", "true", "true()", "ja"}
SELECT: Final = re.compile(r"(select_one|select_multiple)\s+(\S+)(\s+or_other)?")


class QuestionReader:
    """Reads rows one by one; ``codes`` are the names of the sheet with the codes they get."""

    def __init__(self, sheet: str, choices: Choices, codes: Mapping[str, str], findings: Findings) -> None:
        self._sheet, self._choices, self._codes, self._findings = sheet, choices, codes, findings
        self._values: dict[str, Mapping[str, str]] = {}

    def question(self, line: Line) -> Part | None:
        """The question of a row; None when it cannot be one, with a problem noted."""
        code = self._codes[line.cells["name"]]
        part: Part = {"code": code, "type": "", "text": self._findings.german(self._sheet, line, "label")}
        if hint := self._findings.texts(line.cells, "hint"):
            part["hint"] = hint
        if not self._typed(line, part):
            return None
        if line.cells.get("required", "").lower() in YES and part["type"] != "note":
            part["required"] = True
        self._own_columns(line, part)
        self._limits(line, part)
        self.condition(line, part)
        return part

    def condition(self, line: Line, part: Part) -> None:
        """Put the skip logic of a row into its part."""
        expression = line.cells.get("relevant", "")
        if not expression:
            return
        try:
            part["show_if"] = self._with_codes(from_xpath(expression, self._codes))
        except NotSupported:
            words = _("Diese Bedingung kann KISI nicht übernehmen. Möglich sind selected(), =, !=, and, or und not().")
            self._problem(line, "relevant", words)
        except KeyError as error:
            words = _("Die Frage „%(name)s“ gibt es nicht.")
            self._problem(line, "relevant", words % {"name": str(error.args[0])[:60]})

    def _problem(self, line: Line, column: str, message: str) -> None:
        self._findings.problem(self._sheet, line, column, message)

    def _with_codes(self, condition: Part) -> Part:
        """A condition whose values are called as in the definition."""
        known = self._values.get(condition.get("question", ""), {})
        return {
            name: [self._with_codes(one) for one in value]
            if name in {"all", "any"}
            else ([known.get(one, one) for one in value] if isinstance(value, list) else value)
            for name, value in condition.items()
        }

    def _typed(self, line: Line, part: Part) -> bool:
        kind = line.cells.get("type", "").strip()
        if kind.lower() in PLAIN:
            part["type"] = PLAIN[kind.lower()]
            if kind.lower() == "decimal":
                part["number"] = {"decimals": 2}
            return True
        found = SELECT.fullmatch(kind)
        if found is None or found.group(3):
            self._problem(line, "type", _("Die Art „%(kind)s“ kann KISI nicht stellen.") % {"kind": kind[:40]})
            return False
        name = found.group(2)
        if name not in self._choices.lists:
            words = _("Die Liste „%(name)s“ steht nicht im Blatt „choices“.")
            self._problem(line, "type", words % {"name": name[:40]})
            return False
        part["type"] = "single" if found.group(1) == "select_one" else "multi"
        self._values[part["code"]] = self._choices.codes[name]
        options = [dict(option) for option in self._choices.lists[name]]
        if scale := line.cells.get("kisi_scale"):
            return self._scale(line, scale, options, part)
        part["options"] = options
        return True

    def _scale(self, line: Line, scale: str, options: list[Part], part: Part) -> bool:
        found = re.fullmatch(r"(-?\d{1,2})\.\.(-?\d{1,2})", scale)
        if found is None:
            self._problem(line, "kisi_scale", _("Erwartet wird zum Beispiel „0..3“."))
            return False
        points = [option for option in options if option["code"] != "dk"]
        labels = {one["code"]: one["text"] for one in points if one["text"] != {"de": one["code"]}}
        part["type"] = "scale"
        part["scale"] = {"from": int(found.group(1)), "to": int(found.group(2))} | (
            {"labels": labels} if labels else {}
        )
        if line.cells.get("kisi_dont_know", "").lower() in YES:
            part["dont_know"] = True
        return True

    def _own_columns(self, line: Line, part: Part) -> None:
        if demographic := line.cells.get("kisi_demographic"):
            part["demographic"] = demographic
        if measures := line.cells.get("kisi_measures"):
            try:
                part["measures"] = json.loads(measures)
            except (ValueError, RecursionError):
                self._problem(line, "kisi_measures", _("Das ist kein JSON."))
        if (decimals := line.cells.get("kisi_decimals", "")) in set("01234"):
            part.setdefault("number", {})["decimals"] = int(decimals)
        if unit := self._findings.texts(line.cells, "kisi_unit"):
            part.setdefault("number", {})["unit"] = unit
        if "multiline" in line.cells.get("appearance", "") and part["type"] == "text":
            part["long"] = True

    def _limits(self, line: Line, part: Part) -> None:
        known = self._values.get(part["code"], {})
        try:
            with_constraint(part, line.cells.get("constraint", ""), known)
        except NotSupported:
            words = _("Diese Einschränkung kann KISI nicht übernehmen. Leeren Sie die Zelle oder vereinfachen Sie sie.")
            self._problem(line, "constraint", words)
