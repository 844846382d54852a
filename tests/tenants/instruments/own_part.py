"""What a town adds to an instrument of the library."""

from __future__ import annotations

from typing import Any

from shared.instruments.editing import added
from tests.shared.instruments.samples import choice, question, texts


def with_own_part(document: dict[str, Any]) -> dict[str, Any]:
    """A page of the town's own with two questions and a condition."""
    new = {"title": texts("Eigene Fragen"), "kind": "local", "questions": []}
    changed = added(document, "page", {"key": "eigenes", "title": texts("Unsere Stadt"), "groups": []})
    changed = added(changed, "group", new, into="eigenes")
    options = "zu_fuss rad bus auto none"
    ways = choice("local_wege", options, "multi", text=texts("Wie kommen Sie in die Stadt?"), at_most=3)
    changed = added(changed, "question", ways, into="eigene_fragen")
    why = question("local_warum", text=texts("Was hindert Sie, mit dem Bus zu fahren?"), long=True)
    condition = {"show_if": {"question": "local_wege", "none_of": ["bus"]}}
    return added(changed, "question", {**why, **condition}, into="eigene_fragen")
