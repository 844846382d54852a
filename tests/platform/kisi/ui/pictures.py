"""Pictures of pages, coarse enough to be compared on every machine: how bright each square of a page is."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

FILE: Final = Path(__file__).with_name("gallery_pictures.json")
COLUMNS: Final = 20
"""Squares from the left to the right edge; a page has as many rows as it is long."""
_SQUARES: Final = """async ([png, columns]) => {
    const picture = new Image();
    picture.src = "data:image/png;base64," + png;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = columns;
    canvas.height = Math.max(1, Math.round(picture.height * columns / picture.width));
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const grey = [];
    for (let at = 0; at < pixels.length; at += 4) {
        grey.push(Math.round((pixels[at] + pixels[at + 1] + pixels[at + 2]) / 3));
    }
    return {height: picture.height, grey};
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole page: its height in pixels and the brightness (0 to 255) of its squares, row by row."""

    height: int
    squares: bytes

    def differs_from(self, other: Picture) -> str:
        """What is different, in a sentence; nothing for what fonts and versions of a browser may do."""
        if abs(self.height - other.height) > 0.02 * other.height + 8:
            return f"{self.height} pixels high instead of {other.height}"
        pairs = list(zip(self.squares, other.squares, strict=False))
        changed = [abs(one - two) for one, two in pairs]
        mean, strong = sum(changed) / len(changed), sum(one > 40 for one in changed) / len(changed)
        if mean > 4 or strong > 0.015:
            return f"brightness differs by {mean:.1f} on average, strongly in {strong:.1%} of the squares"
        return ""


def picture_of(page: Page) -> Picture:
    """The page as it stands now. The squares are worked out by the browser, in a page of their own."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    png = base64.b64encode(page.screenshot(full_page=True, animations="disabled")).decode()
    studio = page.context.browser.new_page()  # type: ignore[union-attr]
    try:
        found: dict[str, Any] = studio.evaluate(_SQUARES, [png, COLUMNS])
    finally:
        studio.close()
    return Picture(found["height"], bytes(found["grey"]))


def kept() -> dict[str, Picture]:
    """The pictures somebody looked at and found right."""
    content = json.loads(FILE.read_text())
    return {name: Picture(height, base64.b64decode(squares)) for name, (height, squares) in content.items()}


def keep(pictures: dict[str, Picture]) -> None:
    """Write them down in place of those before, in the order of their names."""
    rows = {name: [one.height, base64.b64encode(one.squares).decode()] for name, one in sorted(pictures.items())}
    FILE.write_text(json.dumps(rows, indent=0) + "\n")
