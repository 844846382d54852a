"""What the content of a template must be, by kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.instruments.definition import problems_of
from shared.library.problems import MalformedContent
from shared.library.shapes import SHAPES
from shared.library.shapes.checking import check_parts
from shared.library.vocabulary import Kind

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
SHOWN_PROBLEMS: Final = 5
"""How many problems of a survey one message names."""

__all__ = ["MalformedContent", "check_content"]


def check_content(kind: str, content: Any) -> None:
    """Raise ``MalformedContent`` unless ``content`` is what a template of this kind needs."""
    if kind not in Kind.values:
        possible = ", ".join(sorted(Kind.values))
        raise MalformedContent(
            _("Die Art „{kind}“ gibt es nicht. Möglich sind: {possible}.").format(kind=kind, possible=possible)
        )
    if not isinstance(content, dict):
        raise MalformedContent(_("Der Inhalt einer Vorlage ist ein Objekt mit Feldern."))
    if kind == Kind.SURVEY:
        _check_survey(content)
        return
    check_parts(SHAPES[kind], content)
    if more := _MORE.get(kind):
        more(content)


def _check_placeholders(content: dict[str, Any]) -> None:
    """Every declared placeholder stands in the text, and the other way round."""
    used = {name for paragraph in content["paragraphs"] for name in PLACEHOLDER.findall(paragraph)}
    declared = set(content.get("fields", {}))
    if missing := sorted(declared - used):
        raise MalformedContent(_("Im Text fehlt der Platzhalter „{name}“.").format(name=missing[0]))
    if unexplained := sorted(used - declared):
        raise MalformedContent(_("Der Platzhalter „{name}“ ist nicht erklärt („fields“).").format(name=unexplained[0]))


def _check_survey(content: dict[str, Any]) -> None:
    """Surveys are what ``shared.instruments`` says; the first few problems are named with their places."""
    problems = problems_of(content)
    if problems:
        named = "; ".join(f"{problem.pointer}: {problem.message}" for problem in problems[:SHOWN_PROBLEMS])
        more = len(problems) - SHOWN_PROBLEMS
        raise MalformedContent(named if more <= 0 else _("{named}; und {more} weitere").format(named=named, more=more))


_MORE: Final[dict[str, Callable[[dict[str, Any]], None]]] = {Kind.TEXT: _check_placeholders}
