"""The table of two axes with bars in the gallery, in every state of a cell."""

from __future__ import annotations

from typing import Any

from kisi.ui.gallery.app_parts import GalleryPart, declare_gallery_parts
from shared.ministry.matrix import Matrix, MatrixCell, MatrixRow

COLUMNS = ("Drittstaatsangehörige", "Einheimische", "Verwaltung")


def _row(label: str, url: str, *cells: tuple[str, str, str]) -> MatrixRow:
    return MatrixRow(
        label, url, tuple(MatrixCell(name, *cell, None) for name, cell in zip(COLUMNS, cells, strict=True))
    )


def _samples() -> dict[str, dict[str, Any]]:
    protected = ("–", "0", "geschützt, weil die Zahl zu klein ist")
    rows = (
        _row("Wohnen", "#wohnen", ("64,2 %", "64.2", ""), ("41,0 %", "41.0", ""), ("77,5 %", "77.5", "")),
        _row("Gesundheitliche Versorgung", "", ("100,0 %", "100", ""), ("0,0 %", "0", ""), protected),
        _row("Sprache", "", protected, protected, ("8,1 %", "8.1", "")),
    )
    columns = (("Drittstaatsangehörige", "#dsa"), ("Einheimische", ""), ("Verwaltung", ""))
    return {"Anteile, Links und geschützte Zellen": {"matrix": Matrix("Bedarf", "Handlungsfeld", columns, rows)}}


declare_gallery_parts(
    GalleryPart(
        key="matrix",
        title="Tabelle über zwei Achsen",
        template="ministry/matrix.html",
        samples=_samples,
    )
)
