"""How strict objects stand in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension


class StrictObject(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """What is sent to us has the named members and no others."""

    target_class = "api.requests.fields.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> Any:
        """The ordinary schema, closed."""
        described = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**described, "additionalProperties": False}
