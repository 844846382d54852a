"""The definition of an instrument: ``parse`` checks a document and makes values of it."""

from __future__ import annotations

from typing import Any

from shared.instruments.definition.building import condition_of, from_stored, question_of
from shared.instruments.definition.meaning import DEMOGRAPHICS, MAX_QUESTIONS, meaning_problems
from shared.instruments.definition.parts import (
    DONT_KNOW,
    LOCAL_PREFIX,
    SOURCE_LANGUAGE,
    AllHold,
    Answered,
    AnyHolds,
    AnyOf,
    Condition,
    DateRange,
    Definition,
    Group,
    GroupKind,
    LanguageState,
    Measures,
    NoneOf,
    NumberRange,
    Option,
    Page,
    Question,
    QuestionType,
    Scale,
    Text,
    Texts,
    text_of,
)
from shared.instruments.definition.shape import MalformedDefinition, Problem, schema, shape_problems

__all__ = [
    "DEMOGRAPHICS",
    "DONT_KNOW",
    "LOCAL_PREFIX",
    "MAX_QUESTIONS",
    "SOURCE_LANGUAGE",
    "AllHold",
    "Answered",
    "AnyHolds",
    "AnyOf",
    "Condition",
    "DateRange",
    "Definition",
    "Group",
    "GroupKind",
    "LanguageState",
    "MalformedDefinition",
    "Measures",
    "NoneOf",
    "NumberRange",
    "Option",
    "Page",
    "Problem",
    "Question",
    "QuestionType",
    "Scale",
    "Text",
    "Texts",
    "condition_of",
    "from_stored",
    "parse",
    "problems_of",
    "question_of",
    "schema",
    "text_of",
]


def problems_of(document: Any) -> list[Problem]:
    """Everything wrong with a document; empty when it is a definition."""
    return shape_problems(document) or meaning_problems(document)


def parse(document: Any) -> Definition:
    """Check a document completely and return its values. Raises ``MalformedDefinition`` naming everything at once.

    Takes milliseconds for a large instrument; what was stored by an action is read with ``from_stored``.
    """
    if problems := problems_of(document):
        raise MalformedDefinition(problems)
    return from_stored(document)
