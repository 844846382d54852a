"""Last touches to the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

_JOBS: Final = {
    "createMunicipality": "getOnboarding",
    "putMunicipality": "getOnboarding",
    "retryOnboarding": "getOnboarding",
    "createOffboarding": "getOffboarding",
    "retryOffboarding": "getOffboarding",
    "cancelOffboarding": "getOffboarding",
}
"""Call that begins a job → call that watches it."""


def with_links_to_jobs(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say with OpenAPI's links where the ``id`` of a job that was accepted leads to."""
    for methods in result["paths"].values():
        for described in methods.values():
            target = _JOBS.get(described.get("operationId", ""))
            if target:
                link = {"operationId": target, "parameters": {"id": "$response.body#/id"}}
                described["responses"]["202"]["links"] = {target: link}
    return result


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
