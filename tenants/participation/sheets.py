"""A sheet page by page: what is shown, what was sent, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from shared.instruments.answers import AnswersRefused, Reason, check_answers
from shared.instruments.definition import Definition, Page
from shared.instruments.flow import VisiblePage, visible_pages, without_hidden
from tenants.participation.fields import foreign_fields, read_answers


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the sheet somebody is: the page, its number, and the neighbours' keys ("" at the ends)."""

    page: VisiblePage
    number: int
    total: int
    before: str
    after: str


NOT_ASKED: Final = Reason("unknown")


@dataclass(frozen=True, slots=True)
class Judged:
    """What was sent for a page: every answer of the sheet with it, and what is wrong on this page.

    ``foreign`` are refused codes that this page does not ask for: no field can say so.
    """

    answers: dict[str, Any]
    refused: dict[str, Reason]
    foreign: frozenset[str] = frozenset()

    @property
    def kept(self) -> dict[str, Any]:
        """The answers that may be stored."""
        return {code: answer for code, answer in self.answers.items() if code not in self.refused}


def place_of(definition: Definition, answers: Mapping[str, Any], key: str) -> Place | None:
    """The place of a page; None where no page of this key is shown with these answers."""
    pages = visible_pages(definition, answers)
    keys = [page.page.key for page in pages]
    if key not in keys:
        return None
    at = keys.index(key)
    return Place(pages[at], at + 1, len(pages), keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(pages) else "")


def first_key(definition: Definition, answers: Mapping[str, Any], wanted: str = "") -> str:
    """The page to go on with: the wanted one where it is shown, else the first."""
    keys = [page.page.key for page in visible_pages(definition, answers)]
    if wanted in keys:
        return wanted
    return keys[0] if keys else ""


def judge_page(definition: Definition, answers: Mapping[str, Any], page: Page, sent: QueryDict) -> Judged:
    """The answers of one page put into the sheet. Refusals name this page's questions only.

    An answer to a question that an answer on the same page hides is dropped: it was asked when the page was shown.
    """
    questions = [question for group in page.groups if group.enabled for question in group.questions]
    codes = {question.code for question in questions}
    others = {code: answer for code, answer in answers.items() if code not in codes}
    merged = without_hidden(definition, {**others, **read_answers(questions, sent)})
    refused = refusals(definition, merged)
    refused = {code: reason for code, reason in refused.items() if code in codes}
    foreign = frozenset(foreign_fields(questions, sent))
    refused |= dict.fromkeys(foreign, NOT_ASKED)
    return Judged(merged if refused else normalised(definition, merged), refused, foreign)


def judge_whole(definition: Definition, given: Mapping[str, Any], sent: QueryDict) -> Judged:
    """The answers of a sheet that was sent at once; those to questions that other answers hide are dropped."""
    answers = without_hidden(definition, given)
    foreign = frozenset(foreign_fields(definition.asked, sent))
    return Judged(answers, refusals(definition, answers) | dict.fromkeys(foreign, NOT_ASKED), foreign)


def normalised(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are stored; as they are where another page's answer is not acceptable."""
    try:
        return check_answers(definition, answers)
    except AnswersRefused:
        return dict(answers)


def refusals(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Reason]:
    """Everything wrong with a whole sheet, by question."""
    try:
        check_answers(definition, answers, complete=True)
    except AnswersRefused as refused:
        return refused.reasons
    return {}


def first_page_with(definition: Definition, codes: set[str], answers: Mapping[str, Any]) -> str:
    """The first page that shows one of these questions; "" where none does."""
    for page in visible_pages(definition, answers):
        if codes & {question.code for question in page.questions}:
            return page.page.key
    return ""
