"""A survey as people read it: every question in one language, and how far each translation is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Perspective
from kisi.ui.languages import Language, language_named
from shared.instruments.comparison import kind_label, review_label, type_label
from shared.instruments.definition import Definition, Group, Question, Text, from_stored, text_of


@dataclass(frozen=True, slots=True)
class ShownLanguage:
    """A language of a survey: how far its translation may be trusted, and how many texts it lacks."""

    language: Language
    review: str
    is_trusted: bool
    gaps: int


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its possible answers."""

    code: str
    kind: str
    text: Text
    hint: Text
    answers: tuple[Text, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Questions that a town may change together, or not."""

    title: Text
    kind: str
    kind_label: str
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What a participant sees at once."""

    title: Text
    groups: tuple[ShownGroup, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole survey in one language."""

    language: Language
    languages: tuple[ShownLanguage, ...]
    perspective: str
    introduction: Text
    thanks: Text
    pages: tuple[ShownPage, ...]
    questions: int


def outline_of(content: dict[str, Any], language: str = "de") -> Outline:
    """The outline of a stored survey; a language it does not have is shown in German."""
    definition = from_stored(content)
    code = language if language in definition.languages else "de"
    return Outline(
        language=language_named(code),
        languages=tuple(_languages(definition)),
        perspective=str(Perspective(definition.perspective).label),
        introduction=text_of(definition.introduction, code),
        thanks=text_of(definition.thanks, code),
        pages=tuple(
            ShownPage(text_of(page.title, code), tuple(_group(group, code) for group in page.groups))
            for page in definition.pages
        ),
        questions=sum(question.type != "note" for question in definition.questions),
    )


def _languages(definition: Definition) -> list[ShownLanguage]:
    texts = list(_all_texts(definition))
    return [
        ShownLanguage(
            language_named(code),
            str(review_label(state.review)),
            state.review in {"source", "reviewed"},
            sum(bool(text) and code not in text for text in texts),
        )
        for code, state in definition.languages.items()
    ]


def _all_texts(definition: Definition) -> list[Any]:
    found: list[Any] = [definition.title, definition.introduction, definition.thanks]
    for page in definition.pages:
        found.append(page.title)
        for group in page.groups:
            found.append(group.title)
            for question in group.questions:
                found += [question.text, question.hint, *(option.text for option in question.options)]
                found += list(question.scale.labels.values()) if question.scale else []
    return found


def _group(group: Group, code: str) -> ShownGroup:
    questions = tuple(_question(question, code) for question in group.questions)
    return ShownGroup(text_of(group.title, code), group.kind, str(kind_label(group.kind)), questions)


def _question(question: Question, code: str) -> ShownQuestion:
    return ShownQuestion(
        code=question.code,
        kind=str(type_label(question.type)),
        text=text_of(question.text, code),
        hint=text_of(question.hint, code),
        answers=tuple(_answers(question, code)),
        remarks=tuple(_remarks(question)),
    )


def _answers(question: Question, code: str) -> list[Text]:
    if question.scale is None:
        return [text_of(option.text, code) for option in question.options]
    shown = []
    for point in question.scale.points:
        words = text_of(question.scale.labels.get(point, {}), code)
        shown.append(words._replace(text=f"{point} – {words.text}" if words.text else str(point)))
    return shown


def _remarks(question: Question) -> list[str]:
    remarks = [
        (question.required, _("Pflichtangabe")),
        (question.dont_know, _("mit „Weiß ich nicht“")),
        (question.at_most is not None, _("höchstens {number} Antworten").format(number=question.at_most)),
        (question.show_if is not None, _("nur unter einer Bedingung")),
        (bool(question.demographic), _("freiwillige Angabe zur Person")),
    ]
    return [str(words) for holds, words in remarks if holds]
