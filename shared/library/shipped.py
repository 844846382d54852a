"""The templates that come with the product: data files in ``data/``, brought into the library at every start."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, inside
from shared.library.actions import publish_version
from shared.library.models import TemplateVersion

DATA: Final = Path(__file__).resolve().parent / "data"


def shipped_templates(directory: Path = DATA) -> list[dict[str, Any]]:
    """The files' contents, one for each version, in the order of key and number."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))]
    return sorted(read, key=lambda template: (template["key"], template["number"]))


def load(*, progress: Callable[[int, int], None] | None = None, directory: Path = DATA) -> int:
    """Publish the shipped versions that the library does not have yet; how many that were.

    Enters the central realm itself. What is published as it stands in its file is found with one query and not
    looked at again. Raises ``VersionExists`` when a file was changed without a new number: the next version
    belongs into a file of its own.
    """
    templates = shipped_templates(directory)
    written = 0
    with inside(CENTRAL):
        there = _published([template["key"] for template in templates])
        for done, template in enumerate(templates, start=1):
            if there.get((template["key"], template["number"])) != (template["content"], template["change_note"]):
                written += publish_version(**template, by=SYSTEM)
            if progress:
                progress(done, len(templates))
    return written


def _published(keys: list[str]) -> dict[tuple[str, int], tuple[Any, str]]:
    rows = TemplateVersion.objects.published().filter(template__key__in=keys)
    values = rows.values_list("template__key", "number", "content", "change_note")
    return {(key, number): (content, note) for key, number, content, note in values}
