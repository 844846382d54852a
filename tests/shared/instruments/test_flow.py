"""What participants see and where they go next."""

from __future__ import annotations

from typing import Any

import pytest

from shared.instruments.conditions import holds, named_questions
from shared.instruments.definition import condition_of, parse
from shared.instruments.flow import visible_pages, without_hidden
from tests.shared.instruments.samples import choice, definition, everything, group, page, question

READ = parse(everything())


def keys(answers: dict[str, Any]) -> list[str]:
    """The pages shown."""
    return [one.page.key for one in visible_pages(READ, answers)]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (None, {}, True),
        ({"question": "a", "answered": True}, {"a": 0}, True),
        ({"question": "a", "answered": True}, {}, False),
        ({"question": "a", "any_of": ["2"]}, {"a": 2}, True),
        ({"question": "a", "any_of": ["2"]}, {"a": 2.0}, True),
        ({"question": "a", "any_of": ["2.5"]}, {"a": 2.5}, True),
        ({"question": "a", "any_of": ["x"]}, {"a": ["w", "x"]}, True),
        ({"question": "a", "any_of": ["x"]}, {"a": "y"}, False),
        ({"question": "a", "none_of": ["x"]}, {"a": ["w", "x"]}, False),
        ({"question": "a", "none_of": ["x"]}, {}, True),
        ({"all": [{"question": "a", "answered": True}, {"question": "b", "answered": True}]}, {"a": 1}, False),
        ({"any": [{"question": "a", "answered": True}, {"question": "b", "answered": True}]}, {"a": 1}, True),
    ],
)
def test_conditions(condition: Any, answers: dict[str, Any], expected: bool) -> None:
    """The whole of the skip logic."""
    assert holds(condition_of(condition), answers) is expected


def test_conditions_name_their_questions() -> None:
    """In order."""
    parts = [{"question": "a", "answered": True}, {"any": [{"question": "b", "none_of": ["x"]}]}]
    assert list(named_questions(condition_of({"all": parts}))) == ["a", "b"]
    assert list(named_questions(None)) == []


def test_pages_follow_the_answers() -> None:
    """A hidden page is not there."""
    assert keys({}) == ["start", "own"]
    assert keys({"lives_here": "yes"}) == ["start", "needs", "own"]
    first = visible_pages(READ, {})[0]
    assert [one.code for one in first.questions] == ["lives_here", "sex", "welcome"]


def test_a_hidden_answer_shows_nothing_further() -> None:
    """Going back and changing an answer takes everything with it that hung on it."""
    chain = definition(
        page(
            "p",
            group(
                "g",
                choice("a"),
                choice("b", show_if={"question": "a", "any_of": ["yes"]}),
                question("c", show_if={"question": "b", "any_of": ["yes"]}),
            ),
        )
    )
    answers = {"a": "no", "b": "yes", "c": "x"}
    assert without_hidden(parse(chain), answers) == {"a": "no"}
    assert without_hidden(parse(chain), {**answers, "a": "yes"}) == {**answers, "a": "yes"}


def test_an_empty_instrument_has_no_page() -> None:
    """A draft that was just begun."""
    assert visible_pages(parse(definition()), {}) == ()
