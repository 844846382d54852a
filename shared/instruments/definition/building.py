"""From a document that is known to be right to its values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shared.instruments.definition.parts import (
    AllHold,
    Answered,
    AnyHolds,
    AnyOf,
    Condition,
    DateRange,
    Definition,
    Group,
    LanguageState,
    Measures,
    NoneOf,
    NumberRange,
    Option,
    Page,
    Question,
    Scale,
)

Document = Mapping[str, Any]


def from_stored(document: Document) -> Definition:
    """The values of a document that was checked with ``parse`` when it was stored: fast, and checks nothing.

    Raises whatever Python raises (``KeyError``, ``TypeError``) when it was not checked.
    """
    return Definition(
        family=document["family"],
        perspective=document["perspective"],
        languages={code: LanguageState(**state) for code, state in document["languages"].items()},
        title=document["title"],
        introduction=document.get("introduction", {}),
        thanks=document.get("thanks", {}),
        pages=tuple(_page(page) for page in document["pages"]),
    )


def _page(part: Document) -> Page:
    groups = tuple(_group(group) for group in part["groups"])
    return Page(key=part["key"], title=part["title"], groups=groups, show_if=condition_of(part.get("show_if")))


def _group(part: Document) -> Group:
    return Group(
        key=part["key"],
        kind=part["kind"],
        title=part.get("title", {}),
        enabled=part.get("enabled", True),
        questions=tuple(question_of(question) for question in part["questions"]),
        show_if=condition_of(part.get("show_if")),
    )


def question_of(part: Document) -> Question:
    """The values of one question's part of a document."""
    return Question(
        code=part["code"],
        type=part["type"],
        text=part["text"],
        hint=part.get("hint", {}),
        required=part.get("required", False),
        options=tuple(_option(option) for option in part.get("options", [])),
        at_most=part.get("at_most"),
        scale=_scale(part.get("scale")),
        dont_know=part.get("dont_know", False),
        number=_number(part.get("number", {})),
        date=DateRange(part.get("date", {}).get("min", ""), part.get("date", {}).get("max", "")),
        text_length=part.get("text_length", 1000),
        long=part.get("long", False),
        measures=_measures(part.get("measures")),
        demographic=part.get("demographic", ""),
        show_if=condition_of(part.get("show_if")),
    )


def _option(part: Document) -> Option:
    return Option(code=part["code"], text=part["text"], exclusive=part.get("exclusive", False))


def _scale(part: Document | None) -> Scale | None:
    if part is None:
        return None
    labels = {int(point): texts for point, texts in part.get("labels", {}).items()}
    return Scale(first=part["from"], last=part["to"], labels=labels)


def _number(part: Document) -> NumberRange:
    return NumberRange(
        minimum=Decimal(str(part["min"])) if "min" in part else None,
        maximum=Decimal(str(part["max"])) if "max" in part else None,
        decimals=part.get("decimals", 0),
        unit=part.get("unit", {}),
    )


def _measures(part: Document | None) -> Measures | None:
    if part is None:
        return None
    return Measures(
        aspect=part["aspect"],
        topic=part.get("topic", ""),
        topics_are_options="topics" in part,
        positive=tuple(part.get("positive", ())),
    )


def condition_of(part: Document | None) -> Condition | None:
    """A condition's values; None where none stands."""
    return None if part is None else _condition(part)


def _condition(part: Document) -> Condition:
    if "all" in part:
        return AllHold(tuple(_condition(inner) for inner in part["all"]))
    if "any" in part:
        return AnyHolds(tuple(_condition(inner) for inner in part["any"]))
    if "any_of" in part:
        return AnyOf(part["question"], tuple(part["any_of"]))
    if "none_of" in part:
        return NoneOf(part["question"], tuple(part["none_of"]))
    return Answered(part["question"])
