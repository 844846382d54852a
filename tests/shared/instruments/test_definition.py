"""What counts as a definition, and what is said about what does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments.definition import MalformedDefinition, Text, parse, problems_of, schema, text_of
from tests.shared.instruments.samples import choice, definition, everything, group, page, question, scale, texts

QUESTIONS = "/pages/0/groups/0/questions"
SECOND = "/pages/1/groups/0/questions"


def test_the_schema_is_one_and_speaks_of_todays_words() -> None:
    """Languages, topics and perspectives stand in the schema as in the code."""
    jsonschema.Draft202012Validator.check_schema(schema())
    properties, parts = schema()["properties"], schema()["$defs"]
    assert properties["languages"]["propertyNames"]["enum"] == [language.code for language in PARTICIPANT_LANGUAGES]
    assert properties["perspective"]["enum"] == Perspective.values
    assert parts["measures"]["properties"]["topic"]["enum"] == Topic.values


def test_everything_is_read() -> None:
    """Values come out as they went in."""
    read = parse(everything())
    codes = "lives_here sex welcome need_housing barriers since children child_names local_idea".split()
    assert [one.code for one in read.questions] == codes
    assert read.question("need_housing").values == ("0", "1", "2", "3", "dk")
    assert read.question("barriers").option("none").exclusive
    assert [group.kind for page in read.pages for group in page.groups] == ["core", "core", "optional", "local"]
    with pytest.raises(KeyError):
        read.question("nothing")


def test_switched_off_groups_are_not_asked() -> None:
    """They stay in the definition."""
    read = parse(definition(page("p", group("g", question("a"), kind="optional", enabled=False))))
    assert [one.code for one in read.questions] == ["a"]
    assert read.asked == ()


def test_a_missing_translation_falls_back_to_german_and_says_so() -> None:
    """The page must mark the text's real language."""
    assert text_of(texts("Ja", uk="Так"), "uk") == Text("Так", "uk", fell_back=False)
    assert text_of(texts("Ja", uk="Так"), "ar") == Text("Ja", "de", fell_back=True)
    assert text_of({}, "ar") == Text("", "de", fell_back=False)


WRONG: list[tuple[str, Callable[[dict[str, Any]], Any], str, str]] = [
    ("a field nobody knows", lambda d: d.update(extra=1), "/extra", "gibt es hier nicht"),
    ("no title", lambda d: d.pop("title"), "/title", "fehlt"),
    ("another format", lambda d: d.update(format=2), "/format", "möglich ist nur 1"),
    ("no German", lambda d: d["title"].pop("de"), "/title/de", "deutsche Text fehlt"),
    ("an unknown language", lambda d: d["title"].update(xx="x"), "/title", "Sprachen"),
    ("a language not declared", lambda d: d["title"].update(tr="x"), "/title/tr", "steht nicht unter"),
    ("an empty text", lambda d: d["title"].update(uk="  "), "/title/uk", "nicht die erlaubte Form"),
    ("a long title", lambda d: d["title"].update(de="x" * 301), "/title/de", "höchstens 300"),
    ("a code with a line break", lambda d: _q(d, 0).update(code="a\n"), QUESTIONS + "/0/code", "erlaubte Form"),
    ("a code twice", lambda d: _q(d, 1).update(code="lives_here"), QUESTIONS + "/1/code", "gibt es schon"),
    ("local in the core", lambda d: _q(d, 2).update(code="local_x"), QUESTIONS + "/2/code", "nur vor Codes"),
    (
        "core in the local part",
        lambda d: d["pages"][2]["groups"][0]["questions"][0].update(code="idea"),
        "/pages/2/groups/0/questions/0/code",
        "beginnt mit „local_“",
    ),
    (
        "a scale at a choice",
        lambda d: _q(d, 0).update(scale={"from": 0, "to": 1}),
        QUESTIONS + "/0/scale",
        "passt nicht",
    ),
    ("one option", lambda d: _q(d, 0)["options"].pop(), QUESTIONS + "/0/options", "mindestens 2"),
    ("sex without diverse", lambda d: _q(d, 1)["options"].pop(2), QUESTIONS + "/1/options", "festgelegt"),
    ("required sex", lambda d: _q(d, 1).update(required=True), QUESTIONS + "/1/required", "freiwillig"),
    ("sex as something else", lambda d: _q(d, 1).pop("demographic"), QUESTIONS + "/1/code", "Angabe zur Person"),
    (
        "a topic nobody knows",
        lambda d: _need(d)["measures"].update(topic="x"),
        SECOND + "/0/measures/topic",
        "Möglich sind",
    ),
    (
        "positive nowhere",
        lambda d: _need(d)["measures"].update(positive=["9"]),
        SECOND + "/0/measures/positive/0",
        "keine Antwort",
    ),
    (
        "need without positive",
        lambda d: _need(d)["measures"].pop("positive"),
        SECOND + "/0/measures/positive",
        "Angabe fehlt",
    ),
    ("a scale backwards", lambda d: _need(d).update(scale={"from": 3, "to": 0}), SECOND + "/0/scale", "aufsteigend"),
    (
        "a label beside",
        lambda d: _need(d)["scale"].update(labels={"4": texts("x")}),
        SECOND + "/0/scale/labels/4",
        "nicht auf der Skala",
    ),
    (
        "a day that is none",
        lambda d: _q(d, 2, 1)["date"].update(min="2026-02-30"),
        SECOND + "/2/date/min",
        "gibt es nicht",
    ),
    (
        "enabled core",
        lambda d: d["pages"][0]["groups"][0].update(enabled=False),
        "/pages/0/groups/0/enabled",
        "passt nicht",
    ),
    ("a page twice", lambda d: d["pages"][1].update(key="start"), "/pages/1/key", "Zwei Seiten"),
    (
        "looking forward",
        lambda d: _q(d, 0).update(show_if={"question": "since", "answered": True}),
        QUESTIONS + "/0/show_if/question",
        "erst später",
    ),
    (
        "looking nowhere",
        lambda d: _q(d, 1).update(show_if={"question": "gone", "answered": True}),
        QUESTIONS + "/1/show_if/question",
        "gibt es nicht",
    ),
    (
        "no such value",
        lambda d: _q(d, 1).update(show_if={"question": "lives_here", "any_of": ["maybe"]}),
        QUESTIONS + "/1/show_if",
        "keine mögliche Antwort",
    ),
    (
        "two conditions in one",
        lambda d: _q(d, 1).update(show_if={"question": "lives_here", "any_of": ["yes"], "answered": True}),
        QUESTIONS + "/1/show_if",
        "genau eines",
    ),
    (
        "a whole number as 1.0",
        lambda d: _need(d).update(scale={"from": 0.0, "to": 3}),
        SECOND + "/0/scale/from",
        "ganze Zahl",
    ),
    (
        "no number",
        lambda d: _children(d).update(min=float("nan")),
        "/pages/1/groups/1/questions/0/number/min",
        "eine Zahl",
    ),
]


def _q(document: dict[str, Any], number: int, page_number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = document["pages"][page_number]["groups"][0]["questions"][number]
    return found


def _need(document: dict[str, Any]) -> dict[str, Any]:
    return _q(document, 0, 1)


def _children(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["pages"][1]["groups"][1]["questions"][0]["number"]
    return found


@pytest.mark.parametrize(("change", "pointer", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_named(change: Callable[[dict[str, Any]], Any], pointer: str, words: str) -> None:
    """Each fault by its place and a German sentence."""
    document = everything()
    change(document)
    problems = problems_of(document)
    assert pointer in [problem.pointer for problem in problems]
    assert words in next(problem.message for problem in problems if problem.pointer == pointer)


def test_everything_wrong_is_named_at_once() -> None:
    """Nobody corrects one fault at a time."""
    document = everything()
    document["pages"][0]["key"] = "needs"
    _q(document, 1)["options"].pop()
    document["title"]["tr"] = "x"
    with pytest.raises(MalformedDefinition) as refused:
        parse(document)
    pointers = {problem.pointer for problem in refused.value.problems}
    assert pointers == {"/pages/1/key", f"{QUESTIONS}/1/options", "/title/tr"}


@pytest.mark.parametrize(
    "document",
    [
        None, [], "x", 3, {}, {"format": 1}, {1: 2}, definition(*[page("p")] * 61),
        definition(page("p", group("g", *[question(f"q{n}") for n in range(201)]))),
        {**definition(), "title": {"de": "x\x00"}},
        {**definition(), "title": {"de": "\ud800"}},
        {**definition(), "introduction": {"de": "x" * 2_000_000}},
    ],
)  # fmt: skip
def test_nonsense_is_refused(document: Any) -> None:
    """Never an exception of another kind."""
    with pytest.raises(MalformedDefinition):
        parse(document)


def test_deep_nesting_is_refused() -> None:
    """Before anything recursive looks at it."""
    condition: dict[str, Any] = {"question": "a", "answered": True}
    for _ in range(5000):
        condition = {"all": [condition]}
    document = definition(page("p", group("g", choice("a"), scale("b", show_if=condition))))
    assert "verschachtelt" in problems_of(document)[0].message


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=80)
@given(data=st.data())
def test_anything_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever stands at whatever place: a definition or a list of problems, never another exception."""
    document = copy.deepcopy(everything())
    place: Any = document
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(ANYTHING)
    for problem in problems_of(document):
        assert problem.message
        json.dumps(problem.pointer)
