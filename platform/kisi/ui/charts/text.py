"""How wide a text will be: measured with the advance widths of the font the pages use."""

import json
from pathlib import Path

_WIDTHS: dict[str, dict[str, int]] = json.loads(
    (Path(__file__).resolve().parent / "text_widths.json").read_text(encoding="utf-8")
)
UNKNOWN = 1000
"""Thousandths of an em for a character of another font: wide enough for Arabic, Cyrillic and Ethiopic."""
SAFETY = 1.04
"""Room for kerning and rounding in the browser."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Upper bound of a text's width in the unit of `size`."""
    widths = _WIDTHS["600" if bold else "400"]
    return sum(widths.get(character, UNKNOWN) for character in text) * size / 1000 * SAFETY


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than `room`."""
    if text_width(text, size, bold=bold) <= room:
        return text
    end = len(text)
    while end > 1 and text_width(text[:end].rstrip() + "…", size, bold=bold) > room:
        end -= 1
    return text[:end].rstrip() + "…"


def wrapped(text: str, room: float, size: float, *, lines: int = 2) -> list[str]:
    """The text in at most so many lines, broken between words; what is left over is cut with an ellipsis."""
    found, left = [""], text.split()
    while left:
        longer = f"{found[-1]} {left[0]}".strip()
        if found[-1] and len(found) < lines and text_width(longer, size) > room:
            found.append("")
        else:
            found[-1] = longer
            left.pop(0)
    return [shortened(line, room, size) for line in found]
