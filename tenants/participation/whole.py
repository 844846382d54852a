"""A whole sheet at once: for interviews, tablets and paper. Questions that depend on others say on what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from shared.instruments.definition import (
    AllHold,
    Answered,
    AnyHolds,
    AnyOf,
    Condition,
    Definition,
    Group,
    NoneOf,
    Page,
    text_of,
)
from shared.instruments.flow import VisibleGroup, VisiblePage
from tenants.participation.fields import Field, FieldGroup, Filled, Form, choices_of, form_of

FEW: Final = 3
"""So many answers are named where a question depends on them; for more the question's number has to do."""


def all_pages(definition: Definition) -> list[VisiblePage]:
    """Every page with every question that may be asked of anybody."""
    pages = [
        VisiblePage(page, tuple(VisibleGroup(group, group.questions) for group in page.groups if group.enabled))
        for page in definition.pages
    ]
    return [page for page in pages if page.questions]


def whole_form(definition: Definition, language: str, filled: Filled | None = None) -> Form:
    """All questions as one numbered form."""
    form = form_of(all_pages(definition), language, filled or Filled(), numbered=True)
    conditions = {question.code: _conditions(page, group, question) for page, group, question in definition.placed()}
    numbers = {field.question.code: field.number for field in form.fields}

    def explained(field: Field) -> Field:
        found = conditions[field.question.code]
        if not found:
            return field
        document = json.dumps({"all": [condition_document(part) for part in found]})
        return replace(field, condition=document, only_if=_in_words(found[-1], definition, language, numbers))

    groups = [FieldGroup(group.title, [explained(field) for field in group.fields]) for group in form.groups]
    return Form(form.title, groups, form.errors)


def _conditions(page: Page, group: Group, question: Any) -> list[Condition]:
    return [part.show_if for part in (page, group, question) if part.show_if is not None]


def condition_document(condition: Condition) -> dict[str, Any]:
    """A condition as it stands in a definition's document."""
    match condition:
        case AllHold(parts):
            return {"all": [condition_document(part) for part in parts]}
        case AnyHolds(parts):
            return {"any": [condition_document(part) for part in parts]}
        case AnyOf(question, values):
            return {"question": question, "any_of": list(values)}
        case NoneOf(question, values):
            return {"question": question, "none_of": list(values)}
        case Answered(question):
            return {"question": question, "answered": True}


def _in_words(condition: Condition, definition: Definition, language: str, numbers: dict[str, int]) -> str:
    """„→ 3: Ja“; nothing where it takes more words than that."""
    if not isinstance(condition, AnyOf):
        return ""
    question = definition.question(condition.question)
    labels = {choice.value: choice.label.text for choice in choices_of(question, language)}
    if len(condition.values) > FEW:
        return str(numbers.get(question.code, ""))
    wanted = [labels.get(value, value) for value in condition.values]
    return f"{numbers.get(question.code, '')}: {' / '.join(wanted)}"


def titles(definition: Definition, language: str) -> Iterator[str]:
    """Title and introduction."""
    yield text_of(definition.title, language).text
    yield text_of(definition.introduction, language).text
