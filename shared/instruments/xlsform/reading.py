"""From a spreadsheet to a definition."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from shared.instruments.definition import problems_of
from shared.instruments.editing import slug_of
from shared.instruments.xlsform.choices import Choices
from shared.instruments.xlsform.columns import CHOICES, SETTINGS, SURVEY, split_heading
from shared.instruments.xlsform.findings import Findings
from shared.instruments.xlsform.official import official_problems
from shared.instruments.xlsform.opening import Sheet, open_workbook
from shared.instruments.xlsform.problems import BadSpreadsheet, Place
from shared.instruments.xlsform.survey import SurveyReader

Document = dict[str, Any]


def read_xlsform(content: bytes, *, perspective: str = "") -> Document:
    """The definition in an .xlsx file; ``perspective`` counts where the file names none.

    What comes from elsewhere becomes the town's own part (codes get ``local_`` in front). Raises
    ``BadSpreadsheet`` naming everything wrong by sheet, row and column.
    """
    sheets = open_workbook(content)
    if SURVEY not in sheets:
        names = ", ".join(f"„{sheet.name}“" for sheet in sheets.values())
        raise BadSpreadsheet.of(_("Es fehlt das Blatt „survey“. Gefunden: %(names)s.") % {"names": names})
    empty = Sheet(CHOICES, [], [])
    survey, choices, settings = sheets[SURVEY], sheets.get(CHOICES, empty), sheets.get(SETTINGS, empty)
    problems = [*_heading_problems(survey, {"type", "name"}), *_heading_problems(choices, set())]
    if problems:
        raise BadSpreadsheet(problems)
    findings = Findings()
    reader = SurveyReader(survey, Choices(choices, findings), findings)
    document = _whole(settings, reader.pages, findings, perspective)
    problems = [*findings.problems, *_whole_problems(document)]
    if not problems:
        problems = official_problems(survey, choices, settings)
    if not problems:
        problems = [reader.placed(problem) for problem in problems_of(document)]
    if problems:
        raise BadSpreadsheet(problems)
    return document


def _heading_problems(sheet: Sheet, needed: set[str]) -> list[Place]:
    problems = [
        Place(_("Die Spalte „%(name)s“ fehlt.") % {"name": name}, sheet.name, 1)
        for name in sorted(needed - set(sheet.headings))
    ]
    named = [title for title in sheet.headings if title]
    doubled = {title for title in named if named.count(title) > 1}
    problems += [Place(_("Diese Spalte gibt es zweimal."), sheet.name, 1, title) for title in sorted(doubled)]
    unknown = [title for title in named if split_heading(title)[1] is None and not title.startswith("media")]
    problems += [Place(_("Diese Sprache kennt KISI nicht."), sheet.name, 1, title) for title in unknown]
    return problems


def _whole(settings: Sheet, pages: list[Document], findings: Findings, perspective: str) -> Document:
    row = settings.lines[0].cells if settings.lines else {}
    title = findings.texts(row, "kisi_title") or {"de": row.get("form_title", "") or _("Fragebogen ohne Titel")}
    document: Document = {
        "format": 1,
        "family": _family(row.get("form_id", "")) or _family(title.get("de", "")) or "fragebogen",
        "perspective": row.get("kisi_perspective", "") or perspective,
        "languages": _languages(row, findings.languages),
        "title": title,
        "pages": pages,
    }
    for name in ("introduction", "thanks"):
        if texts := findings.texts(row, f"kisi_{name}"):
            document[name] = texts
    return document


def _family(text: str) -> str:
    return text if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) and len(text) <= 80 else slug_of(text, "-", 80)


def _languages(row: dict[str, str], found: set[str]) -> Document:
    """The languages with their review states; what is new counts as a draft, nobody here has checked it."""
    try:
        stored = json.loads(row.get("kisi_languages", "") or "{}")
    except (ValueError, RecursionError):
        stored = {}
    states = stored if isinstance(stored, dict) else {}
    for code in sorted(found - set(states)):
        states[code] = {"review": "draft"}
    return {**states, "de": {"review": "source"}}


def _whole_problems(document: Document) -> list[Place]:
    if document["perspective"]:
        return []
    words = _("Wer wird gefragt? Die Datei sagt es nicht: Bitte wählen Sie die Perspektive aus.")
    return [Place(words, SETTINGS, 0, "kisi_perspective")]
