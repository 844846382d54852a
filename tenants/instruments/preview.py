"""A definition in one language, as plain values for drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kisi.ui.languages import language_named
from shared.instruments.definition import Definition, Question, Text, Texts, from_stored, text_of
from shared.instruments.sentences import dont_know
from shared.instruments.wording import condition_sentence

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the language it is really in."""

    text: str
    language: str
    direction: str
    fell_back: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question as it is seen; ``control`` says what kind of field."""

    code: str
    control: str
    text: Words
    hint: Words
    options: tuple[Words, ...]
    required: bool
    unit: Words
    condition: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as it is seen."""

    title: Words
    questions: tuple[ShownQuestion, ...]
    condition: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as it is seen; groups that are switched off are not there."""

    title: Words
    groups: tuple[ShownGroup, ...]
    condition: str


@dataclass(frozen=True, slots=True)
class ShownWhole:
    """The frame around the questions, and how many texts fell back to German."""

    title: Words
    introduction: Words
    thanks: Words
    review: str


def words(texts: Texts, language: str) -> Words:
    """A text in a language, or in German with a mark."""
    return _words(text_of(texts, language))


def _words(text: Text) -> Words:
    return Words(text.text, text.language, language_named(text.language).direction, text.fell_back)


def shown(document: Document, language: str) -> ShownWhole:
    """Title, introduction and thanks."""
    definition = from_stored(document)
    review = definition.languages[language].review
    return ShownWhole(
        title=words(definition.title, language),
        introduction=words(definition.introduction, language),
        thanks=words(definition.thanks, language),
        review=review,
    )


def preview_pages(document: Document, language: str) -> tuple[ShownPage, ...]:
    """Every page with everything on it; conditions are said in German, for the guide."""
    definition: Definition = from_stored(document)
    pages = []
    for page, raw_page in zip(definition.pages, document["pages"], strict=True):
        groups = tuple(
            ShownGroup(
                words(group.title, language),
                tuple(
                    _question(question, raw, document, language)
                    for question, raw in zip(group.questions, raw_group["questions"], strict=True)
                ),
                _condition(raw_group, document),
            )
            for group, raw_group in zip(page.groups, raw_page["groups"], strict=True)
            if group.enabled
        )
        pages.append(ShownPage(words(page.title, language), groups, _condition(raw_page, document)))
    return tuple(pages)


def _question(question: Question, raw: Document, document: Document, language: str) -> ShownQuestion:
    return ShownQuestion(
        code=question.code,
        control="long" if question.long else question.type,
        text=words(question.text, language),
        hint=words(question.hint, language),
        options=_options(question, language),
        required=question.required,
        unit=words(question.number.unit, language),
        condition=_condition(raw, document),
    )


def _options(question: Question, language: str) -> tuple[Words, ...]:
    if question.scale is None:
        return tuple(words(option.text, language) for option in question.options)
    points = [_point(question, point, language) for point in question.scale.points]
    return (*points, _words(dont_know(language))) if question.dont_know else tuple(points)


def _point(question: Question, point: int, language: str) -> Words:
    label = words(question.scale.labels.get(point, {}) if question.scale else {}, language)
    return Words(
        f"{point} – {label.text}" if label.text else str(point), label.language, label.direction, label.fell_back
    )


def _condition(part: Document, document: Document) -> str:
    return condition_sentence(part["show_if"], document) if "show_if" in part else ""
