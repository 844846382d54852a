"""Counting and judging: every rule by hand, for one sheet and for three."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from shared.instruments.definition import Definition, parse
from tenants.results.computing.intervals import share_of
from tenants.results.computing.needs import barriers, topic_results
from tenants.results.computing.tallies import spread, tally
from tenants.results.computing.triangulation import Judgement, Rule, judged
from tenants.results.vocabulary import Verdict
from tests.tenants.results.waves import content
from tests.tenants.surveys.waves import DEFINITION, FULL


@pytest.fixture(scope="module")
def small() -> Definition:
    """The small instrument of the surveys' tests: every type, with skip logic."""
    return parse(DEFINITION)


def test_one_sheet(small: Definition) -> None:
    counted = tally(small, [FULL])
    assert counted.sheets == 1
    assert dict(counted.tallies["barriers"].counts) == {"money": 1, "words": 1}
    wish = counted.tallies["wish"]
    assert (wish.answered, dict(wish.counts)) == (1, {})
    assert (counted.tallies["where"].hidden, counted.tallies["where"].shown) == (1, 0)


def test_three_sheets_tell_skipped_hidden_and_unknown_apart(small: Definition) -> None:
    sheets: list[dict[str, Any]] = [
        {"lives_here": "yes", "rooms": 3, "need_housing": 2},
        {"lives_here": "no", "need_housing": "dk", "where": "Lorsch"},
        {"lives_here": "yes", "need_housing": 0},
    ]
    found = tally(small, sheets).tallies
    rooms, need, where = found["rooms"], found["need_housing"], found["where"]
    assert (rooms.shown, rooms.answered, rooms.skipped, rooms.hidden) == (2, 1, 1, 1)
    assert (need.shown, need.answered, need.dont_know, need.skipped, dict(need.counts)) == (
        3,
        2,
        1,
        0,
        {"2": 1, "0": 1},
    )
    assert (where.shown, where.answered, where.hidden) == (1, 1, 2)
    seen = need.speaking_for
    assert seen is not None
    assert (seen.number, seen.total) == (1, 2)


def test_who_gives_two_answers_that_speak_for_a_need_counts_once() -> None:
    """A town's own question with several answers: three answers speak for a need, of two people out of three."""
    asked = deepcopy(DEFINITION)
    barriers_question = asked["pages"][1]["groups"][0]["questions"][1]
    barriers_question["measures"] = {"topic": "work", "aspect": "need", "positive": ["money", "words"]}
    small = parse(asked)
    found = tally(small, [{"barriers": ["money", "words"]}, {"barriers": ["words"]}, {"barriers": ["other"]}])
    seen = topic_results(small, found)["work"].need
    assert seen is not None
    assert (seen.number, seen.total) == (2, 3)


def test_wilson_against_published_values() -> None:
    """Newcombe (1998), table of examples: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for number, total, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        share = share_of(number, total)
        assert share is not None
        assert (round(share.low, 4), round(share.high, 4)) == (low, high)
    assert share_of(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        share_of(3, 2)


def test_topics_of_the_central_instrument() -> None:
    definition = parse(content("residents"))
    sheets: list[dict[str, Any]] = [
        {"need_housing": 3, "urgent_topics": ["housing", "work"], "barriers": ["language", "costs"]},
        {"need_housing": 1, "urgent_topics": ["housing"], "barriers": ["language"]},
        {"need_housing": "dk", "urgent_topics": ["none"], "barriers": ["none"]},
    ]
    counted = tally(definition, sheets)
    housing = topic_results(definition, counted)["housing"]
    assert housing.question_code == "need_housing"
    assert housing.need is not None
    assert housing.urgency is not None
    assert (housing.need.number, housing.need.total) == (1, 2)
    assert (housing.urgency.number, housing.urgency.total) == (2, 3)
    assert [(code, share.number) for code, share in barriers(counted)][:3] == [
        ("language", 2),
        ("costs", 1),
        ("information", 0),
    ]
    assert len(topic_results(definition, counted)) == 12


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        ({"a": (80, 100), "b": (75, 100), "c": (90, 120)}, Judgement(Verdict.ALL)),
        ({"a": (10, 100), "b": (12, 100), "c": (15, 100)}, Judgement(Verdict.NONE)),
        ({"a": (48, 100), "b": (55, 100)}, Judgement(Verdict.UNCLEAR)),
        ({"a": (80, 100), "b": (20, 100), "c": (15, 100)}, Judgement(Verdict.ONE_SIDED, "a")),
        ({"a": (80, 100), "b": (75, 100), "c": (20, 100)}, Judgement(Verdict.ALL_BUT_ONE, "c")),
        ({"a": (90, 100), "b": (62, 100), "c": (60, 100)}, Judgement(Verdict.DIFFERENT)),
        ({"a": (80, 100), "b": (1, 10)}, Judgement(Verdict.TOO_FEW)),
        ({"a": (80, 100)}, Judgement(Verdict.TOO_FEW)),
        ({"a": (80, 100), "b": None}, Judgement(Verdict.TOO_FEW)),
        # Apart beyond the intervals, but only four points: not called different.
        ({"a": (5200, 10000), "b": (4800, 10000)}, Judgement(Verdict.UNCLEAR)),
    ],
)
def test_verdicts(views: dict[str, tuple[int, int] | None], expected: Judgement) -> None:
    assert judged({key: share_of(*view) if view else None for key, view in views.items()}, Rule()) == expected


def test_numbers_have_a_middle_but_no_extremes() -> None:
    found = spread({"1": 1, "2": 1, "3": 1, "40": 1})
    assert found is not None
    assert (found.mean, found.middle, found.lower, found.upper) == (11.5, 2.5, 1.75, 12.25)
    assert spread({"3": 1}) is None
