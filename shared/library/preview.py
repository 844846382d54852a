"""A content and a comparison as templates draw them."""

from __future__ import annotations

from typing import Any

from shared.library.comparison import Differences, Worded, compare_versions
from shared.library.models import TemplateVersion
from shared.library.outline import outline_of
from shared.library.shown import blocks_of
from shared.library.vocabulary import Kind


def shown_content(kind: str, content: dict[str, Any], language: str = "de") -> dict[str, Any]:
    """The context that ``library/parts/content.html`` draws a content with."""
    if kind == Kind.SURVEY:
        return {"outline": outline_of(content, language)}
    return {"blocks": blocks_of(kind, content)}


def worded(version: TemplateVersion) -> Worded:
    """A version as comparisons take it."""
    return Worded(version.shown_title, version.content, version.summary, version.topic)


def differences_between(old: TemplateVersion, new: TemplateVersion) -> Differences:
    """What is different in ``new``, for ``library/parts/differences.html``."""
    return compare_versions(new.template.kind, worded(old), worded(new))
