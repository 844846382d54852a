"""A draft as the editor shows it: what stands where, what may be done with it, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kisi.ui.languages import Language, language_named
from shared.instruments.comparison import kind_label, review_label, type_label
from shared.instruments.local_part import has_library_part
from shared.instruments.translation import gaps, ordered, translatables
from shared.instruments.wording import condition_sentence

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in the outline."""

    code: str
    text: str
    type: str
    required: bool
    condition: str
    options: tuple[str, ...]
    is_local: bool
    measures: bool


@dataclass(frozen=True, slots=True)
class GroupBox:
    """A group with its questions."""

    key: str
    title: str
    kind: str
    kind_label: str
    enabled: bool
    condition: str
    questions: tuple[QuestionLine, ...]

    @property
    def is_local(self) -> bool:
        """Whether the town may change it."""
        return self.kind == "local"


@dataclass(frozen=True, slots=True)
class PageBox:
    """A page with its groups; ``is_free``: nothing of the library stands on it."""

    key: str
    title: str
    condition: str
    is_free: bool
    groups: tuple[GroupBox, ...]


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """A language of the instrument: how far its texts were reviewed, how many are missing."""

    language: Language
    review: str
    review_label: str
    missing: int
    total: int

    @property
    def done(self) -> int:
        """How many texts are there."""
        return self.total - self.missing


def outline(document: Document) -> tuple[PageBox, ...]:
    """The pages of a document."""
    return tuple(_page(page, document) for page in document["pages"])


def _page(page: Document, document: Document) -> PageBox:
    groups = tuple(_group(group, document) for group in page["groups"])
    free = all(group.is_local for group in groups)
    return PageBox(page["key"], page["title"]["de"], _condition(page, document), free, groups)


def _group(group: Document, document: Document) -> GroupBox:
    local = group["kind"] == "local"
    return GroupBox(
        key=group["key"],
        title=group.get("title", {}).get("de", ""),
        kind=group["kind"],
        kind_label=kind_label(group["kind"]),
        enabled=group.get("enabled", True),
        condition=_condition(group, document),
        questions=tuple(_question(question, document, is_local=local) for question in group["questions"]),
    )


def _question(question: Document, document: Document, *, is_local: bool) -> QuestionLine:
    return QuestionLine(
        code=question["code"],
        text=question["text"]["de"],
        type=type_label(question["type"]),
        required=question.get("required", False),
        condition=_condition(question, document),
        options=tuple(option["text"]["de"] for option in question.get("options", ())),
        is_local=is_local,
        measures="measures" in question,
    )


def _condition(part: Document, document: Document) -> str:
    return condition_sentence(part["show_if"], document) if "show_if" in part else ""


def language_lines(document: Document) -> tuple[LanguageLine, ...]:
    """Every language but German."""
    missing = gaps(document)
    total = len(translatables(document, "de"))
    return tuple(
        LanguageLine(
            language_named(code),
            document["languages"][code]["review"],
            review_label(document["languages"][code]["review"]),
            missing[code],
            total,
        )
        for code in ordered(document["languages"])
        if code != "de"
    )


def count_questions(document: Document) -> int:
    """How many questions are asked (notes and switched-off groups aside)."""
    groups = [group for page in document["pages"] for group in page["groups"] if group.get("enabled", True)]
    return sum(1 for group in groups for question in group["questions"] if question["type"] != "note")


def is_from_library(document: Document) -> bool:
    """Whether parts of it are locked."""
    return has_library_part(document)
