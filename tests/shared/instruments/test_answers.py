"""Which answers are accepted, and why others are not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.instruments.answers import AnswersRefused, Reason, check_answers
from shared.instruments.definition import parse
from shared.instruments.flow import visible_codes
from shared.instruments.typed import answer_from_texts
from tests.shared.instruments.samples import everything

READ = parse(everything())
GOOD: dict[str, Any] = {
    "lives_here": "yes", "sex": "d", "need_housing": 2, "barriers": ["cost", "time"], "since": "2020-05-01",
    "children": 2, "child_names": "Ada, Ben", "local_idea": "Mehr Bänke",
}  # fmt: skip


def refused(answers: Any, *, complete: bool = False) -> dict[str, Reason]:
    """The reasons; fails when everything is accepted."""
    with pytest.raises(AnswersRefused) as refusal:
        check_answers(READ, answers, complete=complete)
    return refusal.value.reasons


def test_good_answers_are_normalised() -> None:
    """In the order of the questions, without empty ones, lists in the order of the options."""
    given_answers = {**GOOD, "barriers": ["time", "cost"], "local_idea": "  a\r\nb ", "sex": "", "children": 2.0}
    accepted = check_answers(READ, given_answers, complete=True)
    assert accepted == {
        "lives_here": "yes", "need_housing": 2, "barriers": ["cost", "time"], "since": "2020-05-01",
        "children": 2, "child_names": "Ada, Ben", "local_idea": "a\nb",
    }  # fmt: skip
    assert next(iter(accepted)) == "lives_here"
    assert isinstance(accepted["children"], int)
    assert check_answers(everything(), accepted) == accepted


@pytest.mark.parametrize(
    ("code", "answer", "reason"),
    [
        ("lives_here", "maybe", Reason("not_an_option")),
        ("lives_here", ["yes", "no"], Reason("only_one")),
        ("need_housing", [1, 2], Reason("only_one")),
        ("child_names", ["Ada", "Ben"], Reason("only_one")),
        ("lives_here", "y\x00es", Reason("not_an_option")),
        ("need_housing", 4, Reason("not_an_option")),
        ("need_housing", "2", Reason("wrong_type")),
        ("need_housing", True, Reason("wrong_type")),
        ("barriers", "cost", Reason("wrong_type")),
        ("barriers", [["cost"]], Reason("wrong_type")),
        ("barriers", ["cost", "cost"], Reason("doubled")),
        ("barriers", ["cost", "none"], Reason("exclusive")),
        ("barriers", ["cost", "money"], Reason("not_an_option")),
        ("since", "2020-02-30", Reason("not_a_date")),
        ("since", "20200203", Reason("not_a_date")),
        ("since", "1999-12-31", Reason("too_early", {"min": "2000-01-01"})),
        ("since", "2027-01-01", Reason("too_late", {"max": "2026-12-31"})),
        ("children", -1, Reason("too_small", {"min": "0"})),
        ("children", 21, Reason("too_large", {"max": "20"})),
        ("children", 10**400, Reason("too_large", {"max": 10**12})),
        ("children", float("inf"), Reason("too_large", {"max": 10**12})),
        ("children", float("nan"), Reason("not_a_number")),
        ("children", 1.5, Reason("too_many_decimals", {"decimals": 0})),
        ("children", "2", Reason("not_a_number")),
        ("child_names", "x" * 51, Reason("too_long", {"max": 50})),
        ("child_names", "a\x00b", Reason("not_text")),
        ("child_names", 3, Reason("wrong_type")),
        ("welcome", "x", Reason("unknown")),
        ("gone", "x", Reason("unknown")),
    ],
)
def test_each_wrong_answer_is_named_and_nothing_else(code: str, answer: Any, reason: Reason) -> None:
    """The others of the sheet are not blamed."""
    if code == "welcome":
        reason = Reason("hidden")
    assert refused({**GOOD, code: answer}) == {code: reason}


def test_too_many_choices() -> None:
    """``at_most`` counts."""
    document = everything()
    document["pages"][1]["groups"][0]["questions"][1]["at_most"] = 1
    with pytest.raises(AnswersRefused) as refusal:
        check_answers(document, GOOD)
    assert refusal.value.reasons == {"barriers": Reason("too_many", {"max": 1})}


def test_answers_to_hidden_questions_are_refused() -> None:
    """A page that is not shown asks nothing; one fault shows in all its questions."""
    assert set(refused({**GOOD, "lives_here": "no"})) == {
        "need_housing",
        "barriers",
        "since",
        "children",
        "child_names",
    }
    assert refused({**GOOD, "children": 0}) == {"child_names": Reason("hidden")}


def test_switched_off_groups_take_no_answers() -> None:
    """Nor do they demand any."""
    document = everything()
    document["pages"][1]["groups"][1]["enabled"] = False
    with pytest.raises(AnswersRefused) as refusal:
        check_answers(document, GOOD)
    assert refusal.value.reasons == {"children": Reason("hidden"), "child_names": Reason("hidden")}
    rest = {code: answer for code, answer in GOOD.items() if not code.startswith("child")}
    assert check_answers(document, rest, complete=True) == rest


def test_required_questions_count_when_the_sheet_is_handed_in_and_only_when_shown() -> None:
    """While filling in, nothing is demanded."""
    without = {code: answer for code, answer in GOOD.items() if not code.startswith("child")}
    assert check_answers(READ, without) == without
    assert refused(without, complete=True) == {"children": Reason("required")}
    assert check_answers(READ, {"lives_here": "no"}, complete=True) == {"lives_here": "no"}


@pytest.mark.parametrize("answers", [None, [], "x", 3, {n: n for n in range(500)}, {f"x{n}": 1 for n in range(500)}])
def test_what_is_no_sheet_is_refused(answers: Any) -> None:
    """Never another exception."""
    assert refused(answers)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = (
    LEAVES
    | st.sampled_from(["yes", "no", "cost", "none", "dk", "2020-01-01", 0, 1, 2])
    | st.lists(LEAVES | st.sampled_from(["cost", "time", "none"]), max_size=4)
    | st.dictionaries(st.text(max_size=3), LEAVES, max_size=2)
)
SHEETS = st.dictionaries(st.sampled_from([*GOOD, "welcome", "gone", "a\x00"]), VALUES, max_size=9)


@settings(max_examples=400)
@given(sheet=SHEETS)
def test_whatever_comes_is_accepted_as_possible_or_refused_with_reasons(sheet: dict[str, Any]) -> None:
    """What is accepted stays accepted, is shown to nobody's surprise, and fits into JSON."""
    try:
        accepted = check_answers(READ, sheet)
    except AnswersRefused:
        return
    assert check_answers(READ, accepted) == accepted
    assert set(accepted) <= visible_codes(READ, accepted)
    assert "\\u0000" not in json.dumps(accepted, allow_nan=False)
    for code, answer in accepted.items():
        values = READ.question(code).values
        listed = answer if isinstance(answer, list) else [answer]
        assert not values or all(str(one) in values for one in listed)


@pytest.mark.parametrize(
    ("code", "texts", "answer"),
    [
        ("lives_here", ["yes"], "yes"), ("lives_here", [], None), ("lives_here", [""], None),
        ("barriers", ["cost", "time"], ["cost", "time"]), ("barriers", [], []),
        ("need_housing", ["2"], 2), ("need_housing", ["dk"], "dk"), ("need_housing", ["x"], "x"),
        ("children", ["12"], 12), ("children", ["1,5"], 1.5), ("children", ["١٢"], 12), ("children", ["۳٫۵"], 3.5),
        ("children", [" 7 "], 7), ("children", ["1e5000"], float("inf")), ("children", ["viele"], "viele"),
        ("since", ["2020-01-01"], "2020-01-01"), ("child_names", ["Ada"], "Ada"),
        ("lives_here", ["yes", "no"], ["yes", "no"]), ("lives_here", ["yes", "yes", ""], "yes"),
        ("need_housing", ["1", "2"], ["1", "2"]), ("children", ["1", "2"], ["1", "2"]),
    ],
)  # fmt: skip
def test_fields_of_a_form_become_answers(code: str, texts: list[str], answer: Any) -> None:
    """Commas, Arabic and Persian digits are read; nonsense stays what it was, and so do two answers to one question."""
    assert answer_from_texts(READ.question(code), texts) == answer
