"""Questions as fields of a form: in one language, with what was answered and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kisi.ui.languages import language_named
from shared.instruments.answers import Reason
from shared.instruments.conditions import answer_texts
from shared.instruments.definition import DONT_KNOW, Question, Text, text_of
from shared.instruments.flow import VisibleGroup, VisiblePage
from shared.instruments.sentences import say as say_reason
from shared.instruments.typed import answer_from_texts
from tenants.participation.texts import say

PREFIX: Final = "a_"
"""Before a question's code in the name of its field, so that no code can be another field's name."""
GERMAN_DATE: Final = re.compile(r"^\s*(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\s*$")
MOST_SENT: Final = 20_000
"""Characters of one field that are looked at; a text may have a few thousand at most."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the attributes a page needs where it is not in the page's own language."""

    text: str
    language: str = ""
    direction: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def drawn(self) -> SafeString:
        """The same as ``participation/words.html``, for the hundreds of choices of a whole sheet."""
        text = linebreaksbr(self.text)
        if not self.language:
            return format_html("<span>{}</span>", text)
        return format_html('<span lang="{}" dir="{}">{}</span>', self.language, self.direction, text)


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; ``digit`` is the number it has on paper, ``short`` its words without that number."""

    value: str
    label: Words
    short: Words
    is_chosen: bool
    digit: int


@dataclass(frozen=True, slots=True)
class Field:
    """One question on a page. ``values`` is what to show as answered: texts, also ones that could not be read."""

    question: Question
    label: Words
    hint: Words
    notes: Sequence[str]
    choices: Sequence[Choice]
    values: Sequence[str]
    error: Words | None
    number: int = 0
    optional: str = ""
    condition: str = ""
    """When the question is asked, as a JSON document for the script that hides it; empty for always."""
    only_if: str = ""
    """The same for people, where it can be said in a few words."""

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return f"{PREFIX}{self.question.code}"

    @property
    def anchor(self) -> str:
        """The id that a link of the error summary leads to."""
        return f"{self.name}_0" if self.choices else self.name

    @property
    def kind(self) -> str:
        """Which piece of template draws it."""
        if self.question.type in {"single", "scale"}:
            return "one"
        return {"multi": "several", "text": "long" if self.question.long else "line"}.get(
            self.question.type, self.question.type
        )

    @property
    def value(self) -> str:
        """The answer of a field with one value."""
        return self.values[0] if self.values else ""

    @property
    def described_by(self) -> str:
        """Ids of hint and error."""
        ids = [f"{self.name}_hint"] if self.hint.text or self.notes else []
        return " ".join([*ids, *([f"{self.name}_error"] if self.error else [])])


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Questions under one heading; the heading may be empty."""

    title: Words
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Form:
    """A page (or a whole sheet) of questions."""

    title: Words
    groups: Sequence[FieldGroup]
    errors: Sequence[tuple[str, str, str]] = field(default=())
    """(anchor, question, what is wrong) for the summary."""

    @property
    def fields(self) -> list[Field]:
        """All of them in order."""
        return [entry for group in self.groups for entry in group.fields]

    @property
    def codes(self) -> list[str]:
        """The codes of the questions shown, notes left out."""
        return [entry.question.code for entry in self.fields if entry.question.type != "note"]


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields: answers by code, texts that could not be read, and why answers were refused."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, Reason] = field(default_factory=dict)


def form_of(pages: Iterable[VisiblePage], language: str, filled: Filled, *, numbered: bool = False) -> Form:
    """The questions of these pages as one form."""
    shown = list(pages)
    groups, number = [], 0
    for page in shown:
        for group in page.groups:
            fields = []
            for question in group.questions:
                number += question.type != "note"
                fields.append(field_of(question, language, filled, number=number if numbered else 0))
            groups.append(FieldGroup(_group_title(page, group, language, alone=len(shown) == 1), fields))
    title = words(text_of(shown[0].page.title, language)) if len(shown) == 1 else Words("")
    return Form(title, groups, _summary(groups))


def _group_title(page: VisiblePage, group: VisibleGroup, language: str, *, alone: bool) -> Words:
    """The group's own title; on a whole sheet the page's title where the group has none."""
    if group.group.title or alone:
        return words(text_of(group.group.title, language))
    is_first = page.groups[0] is group
    return words(text_of(page.page.title, language)) if is_first else Words("")


def _summary(groups: Iterable[FieldGroup]) -> list[tuple[str, str, str]]:
    fields = [entry for group in groups for entry in group.fields]
    return [(entry.anchor, entry.label.text, entry.error.text) for entry in fields if entry.error]


def field_of(question: Question, language: str, filled: Filled, *, number: int = 0) -> Field:
    """One question with its answer and what is wrong with it."""
    values = _values(question, filled.answers.get(question.code))
    reason = filled.refused.get(question.code)
    voluntary = not question.required and question.type != "note"
    return Field(
        question=question,
        label=words(text_of(question.text, language)),
        hint=words(text_of(question.hint, language)),
        notes=_notes(question, language),
        choices=choices_of(question, language, values),
        values=values,
        error=words(say_reason(reason, language)) if reason else None,
        number=number,
        optional=say("optional", language) if voluntary else "",
    )


def choices_of(question: Question, language: str, values: Sequence[str] = ()) -> list[Choice]:
    """The possible answers of a closed question; none is chosen where several were sent and one is possible."""
    chosen = values if question.type == "multi" or len(values) == 1 else ()
    return [
        Choice(
            value,
            _choice_words(question, value, language),
            _choice_words(question, value, language, numbered=False),
            value in chosen,
            digit,
        )
        for digit, value in enumerate(question.values, start=first_digit(question))
    ]


def first_digit(question: Question) -> int:
    """The number of the first answer on paper: a scale's own first point, else 1."""
    return question.scale.first if question.scale else 1


def _choice_words(question: Question, value: str, language: str, *, numbered: bool = True) -> Words:
    if question.scale is None:
        return words(text_of(question.option(value).text, language))
    if value == DONT_KNOW:
        return Words(say("dont_know", language))
    label = text_of(question.scale.labels.get(int(value), {}), language)
    if not numbered:
        return words(label)
    # A point with words shows both: people compare by number.
    return words(label._replace(text=f"{value} – {label.text}" if label.text else value))


def _notes(question: Question, language: str) -> list[str]:
    if question.type != "multi":
        return []
    if question.at_most is not None:
        return [say("choose_at_most", language, n=question.at_most)]
    return [say("several_possible", language)]


def words(text: Text) -> Words:
    """A text for a page: says where it is German for want of a translation."""
    if not text.fell_back:
        return Words(text.text)
    return Words(text.text, text.language, language_named(text.language).direction)


def _values(question: Question, answer: Any) -> list[str]:
    if question.type == "number" and isinstance(answer, int | float):
        return [text.replace(".", ",") for text in answer_texts(answer)]
    return list(answer_texts(answer))


def read_answers(questions: Iterable[Question], sent: QueryDict) -> dict[str, Any]:
    """What a form says about these questions, not judged yet; fields left empty are missing."""
    found = {question.code: _read(question, sent) for question in questions if question.type != "note"}
    return {code: answer for code, answer in found.items() if answer not in (None, [])}


def _read(question: Question, sent: QueryDict) -> Any:
    texts = [text[:MOST_SENT] for text in sent.getlist(f"{PREFIX}{question.code}")[:100]]
    if question.type == "date":
        texts = [_iso(text) for text in texts]
    return answer_from_texts(question, texts)


def _iso(text: str) -> str:
    match = GERMAN_DATE.match(text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else text


def foreign_fields(questions: Iterable[Question], sent: QueryDict) -> list[str]:
    """Codes that were sent although none of these questions has them."""
    known = {f"{PREFIX}{question.code}" for question in questions}
    return [name.removeprefix(PREFIX)[:60] for name in sent if name.startswith(PREFIX) and name not in known]
