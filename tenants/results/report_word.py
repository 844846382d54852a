"""The report as a Word file: for towns that go on writing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kisi.ui.documents import WordDocument
from tenants.results.queries import WaveResult
from tenants.results.report import content_of


def report_word(results: Sequence[WaveResult]) -> bytes:
    """The same content as the PDF, in the same order; below every chart its numbers as a table."""
    said = content_of(results)
    document = WordDocument(title=said["title"], author=said["author"])
    for line in (said["town"], said["subtitle"], said["as_of"]):
        document.paragraph(line)
    document.bullets(f"{figure['label']}: {figure['value']} {figure['note']}" for figure in said["figures"])
    document.funding_notice()
    document.heading(said["summary_title"])
    document.bullets(said["summary"])
    if said["matrix"]:
        document.heading(said["matrix_title"])
        document.paragraph(said["matrix_lead"])
        document.table(said["matrix_head"], [["\n".join(filter(None, cell)) for cell in row] for row in said["matrix"]])
    for wave in said["waves"]:
        _write_wave(document, wave)
    document.heading(said["method_title"])
    for sentence in said["method"]:
        document.paragraph(sentence)
    return document.content()


def _write_wave(document: WordDocument, wave: Mapping[str, Any]) -> None:
    document.heading(wave["title"])
    document.paragraph(f"{wave['lead']} {wave['few']}".strip())
    for chart in wave["charts"]:
        document.heading(chart["title"], 2)
        document.chart(chart["svg"], chart["alt"])
        document.table(chart["head"], chart["rows"])
    if wave["tables"]:
        document.heading(wave["tables_title"], 2)
    for entry in wave["tables"]:
        document.heading(entry["title"], 3)
        document.paragraph(entry["note"])
        document.table([wave["answer"], wave["share"], wave["range"]], entry["rows"])
