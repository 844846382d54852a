"""Word files (DOCX): real headings, in German, table heads that repeat, pictures that say what they show."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kisi.ui.documents.making import emblem_file, funding, invented, picture

GERMAN: Final = "de-DE"
WIDTH: Final = 16.0
"""Centimetres between the margins of the page."""
FONT: Final = "Calibri"


class WordDocument:
    """A document that is written from its beginning to its end."""

    def __init__(self, *, title: str, author: str) -> None:
        self._document: Any = Document()
        self._set_up(title, author)
        self._document.add_heading(_clean(title), level=0)
        if invented():
            self.paragraph(invented())

    def _set_up(self, title: str, author: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = _clean(title), _clean(author), GERMAN
        properties.comments = ""
        properties.created = properties.modified = timezone.now().replace(tzinfo=None)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(11)
        # The template that comes with the library is English; screen readers and hyphenation go by this.
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), GERMAN)
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of a level, 1 the highest."""
        self._document.add_heading(_clean(text), level=level)

    def paragraph(self, text: str, style: str = "Normal") -> None:
        """A paragraph; nothing for an empty text."""
        if text:
            self._document.add_paragraph(_clean(text), style=style)

    def bullets(self, texts: Iterable[str]) -> None:
        """A list."""
        for text in texts:
            self.paragraph(text, "List Bullet")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose first row is its head on every page; all columns but the first are set to the right."""
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        _fill(table.rows[0], head, bold=True)
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(mark)
        for row in rows:
            _fill(table.add_row(), row)
        self._document.add_paragraph()

    def chart(self, svg: str, alt: str) -> None:
        """A picture over the whole width."""
        self._picture(picture(svg), alt, WIDTH)

    def funding_notice(self) -> None:
        """The emblem of the Union and who pays."""
        paid_by = funding()
        self._picture(picture(emblem_file()), paid_by.emblem, 2.4)
        for sentence in (paid_by.statement, paid_by.by):
            self.paragraph(sentence)

    def _picture(self, png: bytes, alt: str, width: float) -> None:
        shown = self._document.add_picture(io.BytesIO(png), width=Cm(width))
        shown._inline.docPr.set("descr", _clean(alt))

    def content(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(_clean(text)).bold = bold or None
        if at:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _clean(text: str) -> str:
    """Without the control characters that no XML file may hold; line breaks stay."""
    return "".join(sign for sign in str(text) if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
