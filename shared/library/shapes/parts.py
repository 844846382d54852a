"""The parts contents are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Part:
    """A field of a content. ``label`` stands on screen; ``help`` says in a sentence what belongs there.

    An optional part may be missing; a part that is there is never empty.
    """

    name: str
    label: Text
    help: Text = ""
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Line(Part):
    """One line of text."""

    longest: int = 200


@dataclass(frozen=True, kw_only=True)
class Prose(Part):
    """Text of several lines."""

    longest: int = 10_000


@dataclass(frozen=True, kw_only=True)
class Number(Part):
    """A whole number; ``unit`` is written behind it."""

    unit: Text = ""
    least: int = 0
    most: int = 100_000


@dataclass(frozen=True, kw_only=True)
class Choices(Part):
    """One or more of fixed words: a list of their values."""

    choices: Sequence[tuple[str, Text]]


@dataclass(frozen=True, kw_only=True)
class Texts(Part):
    """A list of texts; ``one`` names a single one of them."""

    one: Text
    longest: int = 10_000


@dataclass(frozen=True, kw_only=True)
class Named(Part):
    """An object from names to descriptions."""

    one: Text


@dataclass(frozen=True, kw_only=True)
class Rows(Part):
    """A list of objects.

    Each has a ``key`` that stays the same from version to version, so that a row is recognised when its
    words change, and a ``title``; ``parts`` are its other fields.
    """

    one: Text
    parts: tuple[Part, ...]

    @property
    def named_parts(self) -> tuple[Part, ...]:
        """The title and the other fields, in the order they are shown."""
        return (Line(name="title", label=_("Bezeichnung")), *self.parts)
