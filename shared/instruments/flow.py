"""What a participant sees: skip logic, pages forward and back. Answers to hidden questions do not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.instruments.conditions import holds
from shared.instruments.definition import Definition, Group, Page, Question


@dataclass(frozen=True, slots=True)
class VisibleGroup:
    """A group with those of its questions (and notes) that are shown."""

    group: Group
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class VisiblePage:
    """A page that has something to show."""

    page: Page
    groups: tuple[VisibleGroup, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The shown questions of all groups."""
        return tuple(question for group in self.groups for question in group.questions)


def visible_pages(definition: Definition, answers: Mapping[str, Any]) -> tuple[VisiblePage, ...]:
    """The pages with something to show, given these answers; answers to hidden questions are not looked at.

    Questions later on the same page may depend on earlier ones of it, so a page is to be worked out
    again after its answers came in.
    """
    counted: dict[str, Any] = {}
    pages = [
        VisiblePage(page, _visible_groups(page, answers, counted))
        for page in definition.pages
        if holds(page.show_if, counted)
    ]
    return tuple(page for page in pages if page.questions)


def _visible_groups(page: Page, answers: Mapping[str, Any], counted: dict[str, Any]) -> tuple[VisibleGroup, ...]:
    found = []
    for group in page.groups:
        if not group.enabled or not holds(group.show_if, counted):
            continue
        shown = []
        for question in group.questions:
            if not holds(question.show_if, counted):
                continue
            shown.append(question)
            if question.code in answers:
                counted[question.code] = answers[question.code]
        if shown:
            found.append(VisibleGroup(group, tuple(shown)))
    return tuple(found)


def visible_codes(definition: Definition, answers: Mapping[str, Any]) -> frozenset[str]:
    """The codes of all questions and notes shown with these answers."""
    return frozenset(question.code for page in visible_pages(definition, answers) for question in page.questions)


def without_hidden(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that count: those to questions hidden by a changed earlier answer are left out."""
    shown = visible_codes(definition, answers)
    return {code: answer for code, answer in answers.items() if code in shown}
