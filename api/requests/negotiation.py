"""Which format a caller gets."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    """As usual; an empty ``Accept`` says as little as none."""

    def get_accept_list(self, request: Any) -> list[str]:
        """The formats that were asked for."""
        asked: list[str] = super().get_accept_list(request)
        return [one for one in asked if one] or ["*/*"]


class AnyFormat(Negotiation):
    """The address alone says what comes: calendar programs ask for ``text/calendar`` or nothing in particular."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """The first renderer, for problems; the file is written without one."""
        return renderers[0], renderers[0].media_type


class FileByParameter(AnyFormat):
    """``?format=csv`` gives the file, also to a caller whose ``Accept`` names just that; all else is JSON."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """As ``AnyFormat`` for the file."""
        if request.query_params.get("format") == "csv":
            return super().select_renderer(request, renderers, format_suffix)
        return Negotiation.select_renderer(self, request, renderers, format_suffix)
