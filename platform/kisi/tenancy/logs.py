"""Log lines carry the realm they come from."""

from __future__ import annotations

from typing import Any

from kisi.core.realms import realm_or_none


def add_realm(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """structlog processor: adds ``realm`` and, inside a municipality, ``municipality`` (the AGS)."""
    realm = realm_or_none()
    event["realm"] = realm.key if realm else "-"
    if realm and realm.municipality:
        event["municipality"] = realm.municipality.ags
    return event
