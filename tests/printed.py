"""Where things stand on printed pages."""

from __future__ import annotations

from typing import Any

from pypdf import PageObject, mult

PRINTER_NEEDS = 12.0
"""Points at the edge of a sheet that printers leave white."""


def lowest_text(page: PageObject) -> float:
    """How many points above the lower edge the lowest line of text stands."""
    heights = []

    def note(text: str, cm: list[float], tm: list[float], *_font: Any) -> None:
        if text.strip():
            heights.append(mult(tm, cm)[5])

    page.extract_text(visitor_text=note)
    return min(heights)
