"""What apps draw themselves and show in the gallery: declared in `gallery_parts.py`, found like menu entries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, kw_only=True)
class GalleryPart:
    """One template of an app with made-up content: as many samples as it has states, each with a title."""

    key: str
    title: str
    template: str
    samples: Callable[[], dict[str, dict[str, Any]]]


_parts: dict[str, GalleryPart] = {}


def declare_gallery_parts(*parts: GalleryPart) -> None:
    """Adds parts; raises `ValueError` where another part has the key."""
    for part in parts:
        if _parts.setdefault(part.key, part) != part:
            raise ValueError(f"the gallery has two parts named {part.key}")


def drawn_parts(request: HttpRequest) -> list[tuple[str, list[tuple[str, SafeString]]]]:
    """Every declared part by title, with its samples drawn."""
    return [
        (
            part.title,
            [(title, render_to_string(part.template, content, request)) for title, content in part.samples().items()],
        )
        for part in sorted(_parts.values(), key=lambda part: part.title)
    ]
