"""What is wrong with a spreadsheet, each thing with sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

MAX_PROBLEMS: Final = 100


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that is wrong; ``row`` counts from 1 as spreadsheets do, 0 and "" where they do not apply."""

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        where = [
            _("Blatt „%(name)s“") % {"name": self.sheet} if self.sheet else "",
            _("Zeile %(number)d") % {"number": self.row} if self.row else "",
            _("Spalte „%(name)s“") % {"name": self.column} if self.column else "",
        ]
        said = ", ".join(part for part in where if part)
        return f"{said}: {self.message}" if said else self.message


class BadSpreadsheet(ValueError):
    """The file cannot be taken over; ``problems`` names everything that was found (at most 100)."""

    def __init__(self, problems: Iterable[Place]) -> None:
        self.problems = list(problems)[:MAX_PROBLEMS]
        super().__init__("; ".join(str(problem) for problem in self.problems[:3]))

    @classmethod
    def of(cls, message: str, sheet: str = "", row: int = 0, column: str = "") -> BadSpreadsheet:
        """With a single problem."""
        return cls([Place(message, sheet, row, column)])
