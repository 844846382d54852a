"""From a template and values to a file."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.ui.emblem import emblem

HERE: Final = Path(__file__).resolve().parent
FONTS: Final = HERE / "fonts"
BASE: Final = HERE / "base.typ"
STANDARD: Final = "ua-1"
UNSEEN: Final = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f")
NAMESPACE: Final = '<svg xmlns="http://www.w3.org/2000/svg" '


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays for the platform, in the words that every document has to have, and what the emblem is called."""

    statement: str
    by: str
    emblem: str
    language: str = "de"
    direction: str = "ltr"


def funding() -> Funding:
    """The statement in German."""
    return Funding(
        _("Kofinanziert von der Europäischen Union"),
        _(
            "Asyl-, Migrations- und Integrationsfonds (AMIF) und Hessisches Ministerium für Arbeit,"
            " Integration, Jugend und Soziales"
        ),
        _("Emblem der Europäischen Union"),
    )


def invented() -> str:
    """What every document of an installation with made-up data says; "" elsewhere."""
    return _("Erfundene Daten: Dieses Dokument dient der Vorführung.") if settings.KISI_INVENTED_DATA else ""


def pdf(template: Path, data: Mapping[str, Any], *, paid_by: Funding | None = None) -> bytes:
    """The document a template makes of these values, as a tagged PDF.

    ``base.typ`` beside this module stands before every template: it reads the values as ``d`` and sets
    fonts, language (``d.language``, ``d.direction``) and title (``d.title``). The funding statement is German
    unless ``paid_by`` says it in another language; with it stands what ``invented`` says. Raises ``typst.TypstError``
    for a template with a mistake. Takes some hundredths of a second for a page.
    """
    source = BASE.read_text(encoding="utf-8") + template.read_text(encoding="utf-8")
    values = {
        "language": "de",
        "direction": "ltr",
        **printable(data),
        "emblem": emblem_file(),
        "funding": printable(asdict(paid_by or funding())),
        "invented": invented(),
        "today": timezone.localdate().isoformat(),
    }
    made: bytes = typst.compile(
        source.encode(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        pdf_standards=STANDARD,
    )
    return made


def printable(value: Any) -> Any:
    """The same values with „?“ for every character none of the fonts has: PDF/UA refuses boxes without a meaning."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        return "".join(sign if sign in _characters() or sign in UNSEEN else "?" for sign in composed)
    if isinstance(value, Mapping):
        return {key: printable(inner) for key, inner in value.items()}
    return [printable(inner) for inner in value] if isinstance(value, list | tuple) else value


@cache
def _characters() -> frozenset[str]:
    return frozenset(json.loads((FONTS / "characters.json").read_text(encoding="utf-8")))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def picture(svg: str) -> bytes:
    """An SVG file as a PNG for documents that cannot hold it, as sharp as print needs. Raises like ``pdf``."""
    source = "#set page(width: 16cm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 100%)"
    made: bytes = typst.compile(source.encode(), format="png", ppi=200.0, font_paths=_fonts(), sys_inputs={"svg": svg})
    return made


def emblem_file() -> str:
    """The emblem of the Union as an SVG file."""
    return str(emblem()).replace("<svg ", NAMESPACE, 1)
