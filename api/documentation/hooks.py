"""Last touches to the OpenAPI document."""

from __future__ import annotations

from typing import Any


def without_marks_of_the_generator(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Take out what drf-spectacular notes for itself."""
    _clean(result)
    return result


def _clean(part: Any) -> None:
    if isinstance(part, dict):
        part.pop("x-spec-enum-id", None)
        for nested in part.values():
            _clean(nested)
    elif isinstance(part, list):
        for nested in part:
            _clean(nested)
