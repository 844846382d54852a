"""Contents as people read them: on screen, and in comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kisi.ui.charts.numbers import german_number
from shared.library.shapes import SHAPES, Choices, Named, Number, Part, Rows, Texts
from shared.library.shapes.parts import Text


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its title and what else is said of it."""

    title: str
    facts: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a content: exactly one of the fields after ``label`` is filled."""

    label: Text
    text: str = ""
    texts: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    rows: tuple[ShownRow, ...] = field(default_factory=tuple)


def blocks_of(kind: str, content: dict[str, Any]) -> list[Block]:
    """The parts of a content that are filled, in order. Surveys have an outline of their own."""
    return [_block(part, content[part.name]) for part in SHAPES[kind] if content.get(part.name) not in (None, [], {})]


def readable(part: Part, value: Any) -> str:
    """A value of a part as one text; empty for nothing."""
    if value is None:
        return ""
    if isinstance(part, Number):
        return f"{german_number(value)} {part.unit}".strip()
    if isinstance(part, Choices):
        labels = dict(part.choices)
        return ", ".join(str(labels[one]) for one in value)
    return str(value)


def _block(part: Part, value: Any) -> Block:
    if isinstance(part, Texts):
        return Block(part.label, texts=tuple(value))
    if isinstance(part, Named):
        return Block(part.label, named=tuple(value.items()))
    if isinstance(part, Rows):
        return Block(part.label, rows=tuple(ShownRow(row["title"], tuple(_facts(part, row))) for row in value))
    return Block(part.label, text=readable(part, value))


def _facts(part: Rows, row: dict[str, Any]) -> Iterator[tuple[Text, str]]:
    for inner in part.parts:
        if inner.name in row:
            yield inner.label, readable(inner, row[inner.name])
