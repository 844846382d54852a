"""What a definition consists of, as values that never change. ``README.md`` one folder up says what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, NamedTuple

SOURCE_LANGUAGE: Final = "de"
DONT_KNOW: Final = "dk"
LOCAL_PREFIX: Final = "local_"

Texts = Mapping[str, str]
"""Language → text; German is always there."""
QuestionType = Literal["single", "multi", "scale", "number", "date", "text", "note"]
GroupKind = Literal["core", "optional", "local"]


class Text(NamedTuple):
    """A text as it can be shown: ``language`` is the one it is really in (for the ``lang`` attribute)."""

    text: str
    language: str
    fell_back: bool


def text_of(texts: Texts, language: str) -> Text:
    """The text in a language, or the German one; an empty text where there is none at all (no title, no hint)."""
    if found := texts.get(language):
        return Text(found, language, fell_back=False)
    german = texts.get(SOURCE_LANGUAGE, "")
    return Text(german, SOURCE_LANGUAGE, fell_back=bool(german) and language != SOURCE_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Answered:
    """Holds when the question was answered."""

    question: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when (one of) the answer(s) is among these values."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Holds when no given answer is among these values, so also when the question was not answered."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllHold:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyHolds:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


Condition = Answered | AnyOf | NoneOf | AllHold | AnyHolds


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer. An ``exclusive`` one („nichts davon“) cannot be chosen together with others."""

    code: str
    text: Texts
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from ``first`` to ``last``, both included; some or all of them have words."""

    first: int
    last: int
    labels: Mapping[int, Texts] = field(default_factory=dict)

    @property
    def points(self) -> range:
        """All points in order."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Limits of a number, both included; ``decimals`` is how many places after the comma are accepted."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    unit: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Limits of a date (ISO texts), both included."""

    minimum: str = ""
    maximum: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """What the state's figures read from a question; ``topics_are_options``: each option code is a topic."""

    aspect: str
    topic: str = ""
    topics_are_options: bool = False
    positive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question; which of the fields count depends on ``type``."""

    code: str
    type: QuestionType
    text: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    options: tuple[Option, ...] = ()
    at_most: int | None = None
    scale: Scale | None = None
    dont_know: bool = False
    number: NumberRange = NumberRange()
    date: DateRange = DateRange()
    text_length: int = 1000
    long: bool = False
    measures: Measures | None = None
    demographic: str = ""
    show_if: Condition | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """All possible answers as texts, in order: option codes, or points and ``dk``. Empty for open questions."""
        if self.scale is not None:
            return tuple(str(point) for point in self.scale.points) + ((DONT_KNOW,) if self.dont_know else ())
        return tuple(option.code for option in self.options)

    def option(self, code: str) -> Option:
        """Raises ``KeyError`` for a code that is none of the options."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together and that a town may change together, or not (``kind``)."""

    key: str
    kind: GroupKind
    questions: tuple[Question, ...]
    title: Texts = field(default_factory=dict)
    enabled: bool = True
    show_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once."""

    key: str
    title: Texts
    groups: tuple[Group, ...]
    show_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far a translation may be trusted: ``source``, ``machine``, ``draft`` or ``reviewed``."""

    review: str
    reviewed_by: str = ""
    reviewed_on: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole instrument."""

    family: str
    perspective: str
    languages: Mapping[str, LanguageState]
    title: Texts
    pages: tuple[Page, ...]
    introduction: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)

    def placed(self) -> Iterator[tuple[Page, Group, Question]]:
        """Every question with its place, in order, whether its group is switched on or not."""
        for page in self.pages:
            for group in page.groups:
                for question in group.questions:
                    yield page, group, question

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in order, those of switched-off groups included."""
        return tuple(question for _page, _group, question in self.placed())

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions of groups that are switched on."""
        return tuple(question for _page, group, question in self.placed() if group.enabled)

    def question(self, code: str) -> Question:
        """Raises ``KeyError`` for a code that does not occur."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)
