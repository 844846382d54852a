"""KISI's own survey instruments: one family, three perspectives, shared codes, twelve languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments.definition import Definition, Question, parse
from shared.library.shipped import shipped_templates

KEYS = {
    Perspective.THIRD_COUNTRY_NATIONALS: "bedarf-drittstaatsangehoerige",
    Perspective.RESIDENTS: "bedarf-einwohnerschaft",
    Perspective.ADMINISTRATION: "bedarf-verwaltung",
}
LANGUAGES = {language.code for language in PARTICIPANT_LANGUAGES}
OWN_DEMOGRAPHICS = {"residence_years", "employer_area"}
"""Voluntary questions about oneself that only one perspective is asked."""
SCRIPTS = {"uk": "а-яіїєґ", "ru": "а-яё", "ar": "\u0621-\u064a", "fa": "\u0621-\u06cc", "ti": "\u1200-\u137f"}
"""Languages that are not written in Latin letters, with their letters."""


def newest(key: str) -> dict[str, Any]:
    """The file of the newest version."""
    return [file for file in shipped_templates() if file["key"] == key][-1]


CONTENTS: dict[str, dict[str, Any]] = {perspective: newest(key)["content"] for perspective, key in KEYS.items()}


@cache
def definitions() -> dict[str, Definition]:
    """Each perspective's instrument; raises ``MalformedDefinition`` when one is none."""
    return {perspective: parse(content) for perspective, content in CONTENTS.items()}


def texts_in(part: Any, where: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a document with its place."""
    if isinstance(part, dict) and isinstance(part.get("de"), str):
        yield where, part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from texts_in(inner, f"{where}/{name}")
    elif isinstance(part, list):
        for position, inner in enumerate(part):
            yield from texts_in(inner, f"{where}/{position}")


every_perspective = pytest.mark.parametrize("perspective", list(KEYS))


@every_perspective
def test_the_instrument_is_one_and_new_municipalities_get_it(perspective: str) -> None:
    """What cannot be parsed would stop every start."""
    file = newest(KEYS[Perspective(perspective)])
    assert (file["kind"], file["adopt_by_default"]) == ("survey", True)
    definition = definitions()[perspective]
    assert (definition.family, definition.perspective) == ("kisi-bedarf", perspective)


@every_perspective
def test_every_text_is_there_in_every_language_and_its_script(perspective: str) -> None:
    """No gaps, and no German sentence left standing in another language."""
    found = list(texts_in(CONTENTS[perspective]))
    assert len(found) > 100
    for where, texts in found:
        assert set(texts) == LANGUAGES, where
        assert all(text == text.strip() and text for text in texts.values()), where
        for language, letters in SCRIPTS.items():
            assert re.search(f"[{letters}]", texts[language].lower()), (where, language)


@every_perspective
def test_translations_are_not_taken_for_checked(perspective: str) -> None:
    """German is the source; nobody has read the others yet, and Leichte Sprache had no test readers."""
    states = {code: state.review for code, state in definitions()[perspective].languages.items()}
    assert states == dict.fromkeys(LANGUAGES, "machine") | {"de": "source", "de-simple": "draft"}


@every_perspective
def test_every_topic_is_measured_as_need_urgency_and_barrier(perspective: str) -> None:
    """The axis on which the three perspectives are laid side by side."""
    definition = definitions()[perspective]
    needs = [question for question in definition.questions if question.code.startswith("need_")]
    assert {question.measures.topic for question in needs if question.measures} == set(Topic.values)
    assert len(needs) == len(Topic)
    for question in needs:
        assert question.measures is not None
        assert question.code == f"need_{question.measures.topic}"
        assert (question.measures.aspect, question.measures.positive) == ("need", ("2", "3"))
        assert question.values == ("0", "1", "2", "3", "dk")
    for code, aspect in (("urgent_topics", "urgency"), ("barrier_topic", "barrier")):
        asked = definition.question(code)
        assert asked.measures is not None
        assert (asked.measures.aspect, asked.measures.topics_are_options) == (aspect, True)
        assert [option.code for option in asked.options if not option.exclusive] == Topic.values


@every_perspective
def test_the_core_has_about_fifteen_coded_questions_and_the_rest_can_be_switched_off(perspective: str) -> None:
    """Long enough to plan with, short enough for a tired person."""
    placed = list(definitions()[perspective].placed())
    personal = {question.code for _page, _group, question in placed if question.demographic} | OWN_DEMOGRAPHICS
    coded = [group.kind for _page, group, question in placed if question.values and question.code not in personal]
    assert 15 <= coded.count("core") <= 18
    assert 3 <= coded.count("optional") <= 12
    assert not any(question.required for _page, _group, question in placed)


def meaning(question: Question) -> tuple[Any, ...]:
    """What must not differ where two perspectives share a code."""
    return question.type, question.values, question.measures, question.demographic, question.at_most, question.show_if


def test_shared_codes_ask_the_same_thing() -> None:
    """Same type, same answers, same measure, whoever is asked."""
    by_code: dict[str, list[Question]] = {}
    for definition in definitions().values():
        for question in definition.questions:
            by_code.setdefault(question.code, []).append(question)
    differing = {code for code, questions in by_code.items() if len(set(map(repr, map(meaning, questions)))) > 1}
    assert differing == set()
    everywhere = {code for code, questions in by_code.items() if len(questions) == len(KEYS)}
    needs = {f"need_{topic}" for topic in Topic.values}
    assert everywhere == needs | {
        "urgent_topics",
        "barriers",
        "barrier_topic",
        "helpful_channels",
        "knows_contact_point",
        "open_text",
        "sex",
        "age_bracket",
    }


@every_perspective
def test_people_are_asked_no_more_about_themselves_than_needed(perspective: str) -> None:
    """No status, no religion, no country; what is asked stands last and may be left out."""
    definition = definitions()[perspective]
    last = [question.code for group in definition.pages[-1].groups for question in group.questions]
    own = {"third_country_nationals": ["residence_years"], "administration": ["employer_area"]}.get(perspective, [])
    assert last == ["sex", "age_bracket", *own]
    assert all("na" in definition.question(code).values for code in last)
    (open_question,) = [question for question in definition.questions if not question.values]
    assert (open_question.code, set(open_question.hint)) == ("open_text", LANGUAGES)


@every_perspective
def test_a_page_fits_a_phone(perspective: str) -> None:
    """At most four questions, and no text that fills the screen by itself."""
    for page in definitions()[perspective].pages:
        assert sum(len(group.questions) for group in page.groups) <= 4, page.key
    for where, texts in texts_in(CONTENTS[perspective]):
        longest = 420 if where == "/introduction" else 200
        if "/options/" in where or "/labels/" in where or where.endswith("/title"):
            longest = 75
        assert max(map(len, texts.values())) <= longest, where


@every_perspective
def test_leichte_sprache_keeps_its_sentences_short(perspective: str) -> None:
    """One thought each; more than twelve words are two."""
    for where, texts in texts_in(CONTENTS[perspective]):
        for sentence in re.split(r"[.!?:]\s", texts["de-simple"]):
            assert len(sentence.split()) <= 12, (where, sentence)
