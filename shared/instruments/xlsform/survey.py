"""The sheet ``survey`` as pages, groups and questions."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.instruments.definition import LOCAL_PREFIX, Problem
from shared.instruments.editing import slug_of
from shared.instruments.local_part import free_key
from shared.instruments.xlsform.choices import Choices
from shared.instruments.xlsform.columns import GROUP, PAGE
from shared.instruments.xlsform.findings import Findings
from shared.instruments.xlsform.opening import Line, Sheet
from shared.instruments.xlsform.problems import Place
from shared.instruments.xlsform.questions import QuestionReader

Part = dict[str, Any]
BEGIN: Final = {"begin_group", "begin group"}
END: Final = {"end_group", "end group"}
SKIPPED: Final = {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
"""Metadata of a device: anonymous answers carry none, so these rows are left out."""


def kind_of(line: Line) -> str:
    """The type of a row in lower case."""
    return line.cells.get("type", "").strip().lower()


class SurveyReader:
    """Reads the sheet top down: top-level groups are pages, groups in them groups, loose questions get both."""

    def __init__(self, sheet: Sheet, choices: Choices, findings: Findings) -> None:
        self._sheet, self._findings = sheet, findings
        self._is_ours = any("kisi_kind" in line.cells for line in sheet.lines)
        self._codes = self._name_questions()
        self._questions = QuestionReader(sheet.name, choices, self._codes, findings)
        self._lines: dict[str, Line] = {}
        self._keys: set[str] = set()
        self._open: list[tuple[Line, Part]] = []
        self._loose: Part | None = None
        self.pages: list[Part] = []
        for line in sheet.lines:
            self._read(line)
        for line, _part in self._open:
            self._problem(line, "type", _("Diese Gruppe endet nicht (end_group fehlt)."))

    def _problem(self, line: Line, column: str, message: str) -> None:
        self._findings.problem(self._sheet.name, line, column, message)

    def _name_questions(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        for line in self._sheet.lines:
            name = line.cells.get("name", "")
            if not name or kind_of(line) in BEGIN | END | SKIPPED:
                continue
            if name in codes:
                self._problem(line, "name", _("Den Namen „%(name)s“ gibt es schon.") % {"name": name[:60]})
            codes[name] = name if self._is_ours else _code(name, set(codes.values()))
        return codes

    def _read(self, line: Line) -> None:
        kind = kind_of(line)
        if kind in BEGIN:
            self._begin(line)
        elif kind in END:
            if self._open:
                self._open.pop()
            else:
                self._problem(line, "type", _("Hier endet eine Gruppe, die nicht begonnen hat."))
        elif kind not in SKIPPED:
            self._place(line)

    def _begin(self, line: Line) -> None:
        if len(self._open) >= 2:
            self._problem(line, "type", _("KISI kennt Seiten und darin Gruppen, aber keine tiefere Verschachtelung."))
        part: Part = {"key": self._key(line)}
        if title := self._findings.texts(line.cells, "label"):
            part["title"] = title
        self._questions.condition(line, part)
        if self._open:
            part = self._group(line, part)
            self._open[0][1]["groups"].append(part)
        else:
            self._loose = None
            part = {"title": {"de": line.cells.get("name", "") or _("Seite")}, **part, "groups": []}
            self.pages.append(part)
        self._open.append((line, part))

    def _group(self, line: Line, part: Part) -> Part:
        kind = line.cells.get("kisi_kind", "")
        group = {**part, "kind": kind if kind in {"core", "optional"} else "local", "questions": []}
        if kind == "optional" and line.cells.get("kisi_enabled", "").lower() == "no":
            group["enabled"] = False
        return group

    def _key(self, line: Line) -> str:
        name = line.cells.get("name", "")
        if not name:
            self._problem(line, "name", _("Der Name der Gruppe fehlt."))
        own = name.removeprefix(GROUP if self._open else PAGE)
        if self._is_ours and re.fullmatch(r"[a-z][a-z0-9_-]{0,59}", own):
            return own
        slug = slug_of(name)
        return self._free_key(slug if slug and slug[0].isalpha() else f"gruppe_{slug or 1}")

    def _free_key(self, wished: str) -> str:
        key = free_key(wished, self._keys)
        self._keys.add(key)
        return key

    def _place(self, line: Line) -> None:
        if not line.cells.get("name"):
            self._problem(line, "name", _("Der Name der Frage fehlt."))
            return
        question = self._questions.question(line)
        if question is not None:
            self._lines[question["code"]] = line
            self._holder()["questions"].append(question)

    def _holder(self) -> Part:
        """The group that a question standing here belongs to; one is made where there is none."""
        if self._open and "questions" in self._open[-1][1]:
            return self._open[-1][1]
        if not self._open and self._loose is None:
            self._loose = {"key": self._free_key("fragen"), "title": {"de": _("Fragen")}, "groups": []}
            self.pages.append(self._loose)
        page = self._open[-1][1] if self._open else self.pages[-1]
        if not page["groups"] or "made" not in page["groups"][-1]["key"]:
            page["groups"].append({"key": self._free_key("made"), "kind": "local", "questions": []})
        group: Part = page["groups"][-1]
        return group

    def placed(self, problem: Problem) -> Place:
        """A problem of the finished definition, at the row of its question where it has one."""
        steps = problem.pointer.split("/")
        line = self._line_of([int(step) for step in steps if step.isdecimal()]) if "questions" in steps else None
        return Place(problem.message, self._sheet.name, line.number if line else 0, steps[-1])

    def _line_of(self, numbers: list[int]) -> Line | None:
        try:
            page, group, question = numbers[:3]
            code = self.pages[page]["groups"][group]["questions"][question]["code"]
        except (ValueError, IndexError):
            return None
        return self._lines.get(code)


def _code(name: str, taken: set[str]) -> str:
    """A code of the town's own for a name of another tool."""
    plain = slug_of(name, "_", 34) or "frage"
    return free_key(plain if plain.startswith(LOCAL_PREFIX) else LOCAL_PREFIX + plain, taken, 40)
