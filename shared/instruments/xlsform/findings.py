"""What is collected while a spreadsheet is read: problems and languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shared.instruments.xlsform.columns import split_heading
from shared.instruments.xlsform.opening import Line
from shared.instruments.xlsform.problems import Place


@dataclass
class Findings:
    """Problems are collected instead of stopping at the first."""

    problems: list[Place] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)

    def problem(self, sheet: str, line: Line, column: str, message: str) -> None:
        """Note a problem at a cell."""
        self.problems.append(Place(message, sheet, line.number, column))

    def texts(self, cells: Mapping[str, str], name: str) -> dict[str, str]:
        """The texts of a column in all its languages; a column without a language is German."""
        found: dict[str, str] = {}
        for title, value in cells.items():
            plain, language = split_heading(title)
            if plain == name and language is not None:
                found[language or "de"] = value
        self.languages |= set(found)
        return found

    def german(self, sheet: str, line: Line, name: str) -> dict[str, str]:
        """The same, where German is needed."""
        texts = self.texts(line.cells, name)
        if "de" not in texts:
            self.problem(sheet, line, f"{name}::Deutsch (de)", _("Der deutsche Text fehlt."))
            texts["de"] = "–"
        return texts
