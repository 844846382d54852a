"""The templates that come with the product: data files in ``data/``, brought into the library at every start."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, inside
from shared.library.actions import publish_version

DATA: Final = Path(__file__).resolve().parent / "data"


def shipped_templates(directory: Path = DATA) -> list[dict[str, Any]]:
    """The files' contents, one for each version, in the order of key and number."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))]
    return sorted(read, key=lambda template: (template["key"], template["number"]))


def load(*, progress: Callable[[int, int], None] | None = None, directory: Path = DATA) -> int:
    """Publish the shipped versions that the library does not have yet; how many that were.

    Enters the central realm itself. Raises ``VersionExists`` when a file was changed without a new
    number: the next version belongs into a file of its own.
    """
    templates = shipped_templates(directory)
    written = 0
    with inside(CENTRAL):
        for done, template in enumerate(templates, start=1):
            written += publish_version(**template, by=SYSTEM)
            if progress:
                progress(done, len(templates))
    return written
