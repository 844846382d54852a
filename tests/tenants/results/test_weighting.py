"""Weights, effective sizes, weighted shares: each against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.instruments.definition import Measures, parse
from tenants.results.computing.intervals import wilson
from tenants.results.computing.representation import GroupShare, group_shares
from tenants.results.computing.tallies import WaveTally, tally
from tenants.results.computing.weighted import WeightedTally, weighted_wave
from tenants.results.computing.weighting import AGES, SEXES, Cell, Refusal, Rules, Weighting, weighting
from tests.tenants.surveys.waves import DEFINITION

RULES = Rules(smallest_group=10, cap=3, smallest_base=50)
W, M, WO, MO = ("w", "18_60"), ("m", "18_60"), ("w", "o60"), ("m", "o60")
SHEETS = {W: 60, M: 20, WO: 10, MO: 10}
PEOPLE = {W: 300, M: 300, WO: 200, MO: 200}
CELLS = [(sex, age) for sex in SEXES for age in AGES]


def made(sheets: dict[Cell, int], people: dict[Cell, int], rules: Rules = RULES) -> Weighting:
    """Weights that there must be."""
    found = weighting(sheets, people, rules)
    assert isinstance(found, Weighting)
    return found


def test_weights_by_hand() -> None:
    """30 % of the people but 60 % of the sheets: 0.5; and so on. (60·½ + 20·1½ + 20·2)² / (15 + 45 + 80)."""
    found = made(SHEETS, PEOPLE)
    assert found.weights == pytest.approx({W: 0.5, M: 1.5, WO: 2.0, MO: 2.0})
    assert found.effective == pytest.approx(10000 / 140)
    assert not found.capped
    assert not found.merged


def test_sheets_without_sex_or_age_keep_weight_one() -> None:
    """Ten more with weight 1, whatever it is that is missing: 110² / 150."""
    extra = {("w", ""): 4, ("", ""): 3, ("d", "18_60"): 2, ("na", "na"): 1}
    found = made(SHEETS | extra, PEOPLE | {("d", "18_60"): 90})
    assert found.weights == pytest.approx({W: 0.5, M: 1.5, WO: 2.0, MO: 2.0})
    assert {found.weight(cell) for cell in extra} == {1.0}
    assert found.effective == pytest.approx(110**2 / 150)


def test_a_group_without_a_known_number_keeps_weight_one() -> None:
    """Only adults were asked, so the town left the children out: 10 sheets of them count as they are."""
    found = made(SHEETS | {("w", "u18"): 10}, PEOPLE)
    assert found.weight(("w", "u18")) == 1.0
    assert found.weight(W) == pytest.approx(0.5)


def test_capped_weights_keep_their_average() -> None:
    """Half of the people in a tenth of the sheets would be 5; held at 3 the others get (100 - 30) / 90."""
    found = made({W: 90, M: 10}, {W: 500, M: 500})
    assert found.weights == pytest.approx({W: 70 / 90, M: 3.0})
    assert found.capped
    assert found.effective == pytest.approx(100**2 / (90 * (7 / 9) ** 2 + 10 * 9))


def test_small_cells_go_together_with_their_smaller_neighbour_in_age() -> None:
    sheets = {("w", "u18"): 20, W: 5, WO: 12, ("m", "u18"): 12, M: 30, MO: 4}
    found = made(sheets, dict.fromkeys(sheets, 100))
    assert [group.cells for group in found.groups] == [(("w", "u18"),), (W, WO), (("m", "u18"),), (M, MO)]
    assert found.merged
    assert found.weight(W) == found.weight(WO) == pytest.approx((200 / 600) / (17 / 83))


def test_cells_without_people_go_together_too() -> None:
    """Weight 0 would throw a sheet away."""
    found = made({W: 40, M: 20, ("w", "u18"): 15, ("m", "u18"): 15}, {W: 50, M: 50, ("w", "u18"): 0, ("m", "u18"): 20})
    assert found.groups[0].cells == (("w", "u18"), W)


def test_a_sex_with_too_few_sheets_leaves_age_alone() -> None:
    found = made({W: 60, WO: 20, M: 5, MO: 4}, PEOPLE)
    assert [group.cells for group in found.groups] == [(W, M), (WO, MO)]
    assert found.weight(W) == found.weight(M) == pytest.approx(0.6 / (65 / 89))


@pytest.mark.parametrize(
    ("sheets", "people", "why"),
    [
        (SHEETS, {}, Refusal.NO_FIGURES),
        (SHEETS, dict.fromkeys(PEOPLE, 0), Refusal.NO_FIGURES),
        (SHEETS, {("d", "18_60"): 30}, Refusal.NO_FIGURES),
        ({W: 25, M: 24, ("w", ""): 100}, PEOPLE, Refusal.FEW_SHEETS),
        ({W: 60, M: 5}, {W: 300, M: 300}, Refusal.ONE_GROUP),
    ],
)
def test_when_there_are_no_weights(sheets: dict[Cell, int], people: dict[Cell, int], why: Refusal) -> None:
    assert weighting(sheets, people, RULES) is why


numbers = st.fixed_dictionaries({cell: st.integers(0, 400) for cell in CELLS})


@settings(deadline=None)
@given(sheets=numbers, people=numbers, cap=st.integers(2, 10))
def test_weights_are_held_and_average_one(sheets: dict[Cell, int], people: dict[Cell, int], cap: int) -> None:
    """Whatever the numbers: within the cap, 1 on average, and never worth more than the sheets there are."""
    found = weighting(sheets, people, Rules(10, cap, 50))
    if isinstance(found, Refusal):
        return
    assert all(1 / cap - 1e-9 <= weight <= cap + 1e-9 for weight in found.weights.values())
    assert sum(found.weight(cell) * number for cell, number in sheets.items()) == pytest.approx(sum(sheets.values()))
    assert 0 < found.effective <= sum(sheets.values()) + 1e-6
    assert sorted(cell for group in found.groups for cell in group.cells) == sorted(CELLS)


def housing(sees: dict[Cell, int], sheets: dict[Cell, int] = SHEETS, smallest: int = 5) -> WeightedTally:
    """The weighted tally of a question that ``sees`` of each cell answer with 3, all others with 0."""
    definition = parse(DEFINITION)
    parts: dict[Cell, WaveTally] = {}
    for cell, number in sheets.items():
        rows: list[dict[str, Any]] = [{"need_housing": 3 if at < sees[cell] else 0} for at in range(number)]
        parts[cell] = tally(definition, rows)
    return weighted_need(parts, sheets, smallest)


def weighted_need(parts: dict[Cell, WaveTally], sheets: dict[Cell, int] = SHEETS, smallest: int = 5) -> WeightedTally:
    """The question about housing, weighted."""
    found = weighted_wave(parts, made(sheets, PEOPLE), smallest).tallies["need_housing"]
    assert isinstance(found, WeightedTally)
    return found


def test_a_weighted_share_by_hand() -> None:
    """(12·½ + 10·1½ + 8·2 + 10·2) / 100 = 57 %, not 40 %; its interval is that of 71.4 answers: 45 to 68 %."""
    found = housing({W: 12, M: 10, WO: 8, MO: 10})
    assert found.effective == pytest.approx(10000 / 140)
    seen = found.share("3")
    assert seen == found.share_of_any(["2", "3"]) == found.speaking_for
    assert seen is not None
    assert (seen.number, seen.total, seen.value, seen.low, seen.high) == (40, 100, 0.57, 0.45, 0.68)
    low, high = wilson(0.57, 10000 / 140)
    assert (low, high) == pytest.approx((0.4545, 0.6783), abs=0.0001)


def test_answers_of_few_sheets_have_no_weighted_share() -> None:
    """One sheet's weight would tell its sex and age; nor can it be found from all others."""
    found = housing({W: 0, M: 0, WO: 0, MO: 1})
    assert found.share("3") is None
    assert found.share("0") is None
    assert found.share_of_any(["2", "3"]) is None
    everybody = housing({W: 60, M: 20, WO: 10, MO: 10}).share("3")
    assert everybody is not None
    assert (everybody.value, everybody.high) == (1.0, 1.0)


def test_three_answers_of_which_two_are_rare() -> None:
    """Two of three sheets each: together only six, so one of five must not be found either."""
    definition = parse(DEFINITION)
    parts = {cell: tally(definition, [{"need_housing": 3}] * number) for cell, number in SHEETS.items()}
    parts[W] = tally(definition, [{"need_housing": 3}] * 54 + [{"need_housing": 0}] * 3 + [{"need_housing": 1}] * 3)
    found = weighted_need(parts)
    assert (found.share("0"), found.share("1")) == (None, None)
    assert found.share("3") is not None
    assert found.share_of_any(["1", "3"]) is None, "less the one for 3 it would be the one for 1"
    assert found.share_of_any(["0", "1"]) is not None


def test_one_rare_answer_takes_the_next_along() -> None:
    """Two sheets: from two shares that stand there the third could be found; two that do not keep each other."""
    definition = parse(DEFINITION)
    parts = {cell: tally(definition, [{"need_housing": 3}] * number) for cell, number in SHEETS.items()}
    parts[W] = tally(definition, [{"need_housing": 3}] * 48 + [{"need_housing": 0}] * 2 + [{"need_housing": 1}] * 10)
    found = weighted_need(parts)
    assert [found.share(value) is None for value in ("0", "1", "3")] == [True, True, False]


def housing_answers(**of_women: int) -> WeightedTally:
    """Women between 18 and 60 give these answers (``a0=2``: two of them the answer 0), everybody else 3."""
    definition = parse(DEFINITION)
    parts = {cell: tally(definition, [{"need_housing": 3}] * number) for cell, number in SHEETS.items()}
    rows = [{"need_housing": int(name[1:])} for name, number in of_women.items() for _ in range(number)]
    parts[W] = tally(definition, rows + [{"need_housing": 3}] * (SHEETS[W] - len(rows)))
    return weighted_need(parts)


def test_the_rare_answer_and_its_companion_are_hidden_together() -> None:
    """Two sheets alone could be found from all others; the next rarest, ten, keeps them – and no third is needed."""
    found = housing_answers(a0=2, a1=10, a2=20)
    assert found.hidden_answers == {"0", "1"}
    assert [found.share(value) is None for value in "0123"] == [True, True, False, False]
    assert found.share_of_any(["0", "1"]) is not None, "both together are twelve"


@pytest.mark.parametrize("wanted", [["1", "3"], ["0", "3"], ["1", "2"], ["0", "2", "3"]])
def test_sums_that_split_the_hidden_ones_are_hidden_too(wanted: list[str]) -> None:
    """Less a share that stands there, each of them would be the share of one hidden answer."""
    assert housing_answers(a0=2, a1=10, a2=20).share_of_any(wanted) is None


def test_two_rare_answers_that_are_enough_take_no_third_along() -> None:
    """Three and three sheets keep each other."""
    assert housing_answers(a0=3, a1=3, a2=20).hidden_answers == {"0", "1"}


def barriers(*sheets: list[str]) -> WeightedTally:
    """The weighted tally of a question with several answers a sheet: these of women, „money“ and „time“ of the rest."""
    definition = parse(DEFINITION)
    given = {cell: [{"barriers": ["money", "time"]}] * number for cell, number in SHEETS.items()}
    given[W] = [{"barriers": one} for one in sheets] + given[W][len(sheets) :]
    found = weighted_wave({cell: tally(definition, rows) for cell, rows in given.items()}, made(SHEETS, PEOPLE), 5)
    weighted = found.tallies["barriers"]
    assert isinstance(weighted, WeightedTally)
    return weighted


def test_of_several_answers_a_sheet_each_stands_for_itself() -> None:
    """Given by 3 of 100 or by all but 3 of 100 is hidden; by half of them is not, whatever else is hidden."""
    found = barriers(*[["money", "words"]] * 3, *[["money"]] * 47)
    assert (found.counts["money"], found.counts["words"], found.counts["time"]) == (100, 3, 50)
    assert found.hidden_answers == {"words"}
    assert found.share("time") is not None
    most = barriers(*[["time"]] * 3)
    assert (most.counts["money"], most.hidden_answers) == (97, {"money"})
    assert (most.share("money"), most.share_of_any(["money"])) == (None, None)
    assert most.share("time") is not None


def test_few_who_speak_for_a_need_by_two_answers_each_are_hidden() -> None:
    """Three sheets gave both answers that count: six answers, but still three people."""
    found = barriers(*[["words", "none"]] * 3, *[["money"]] * 20)
    speaks = replace(found.question, measures=Measures("need", "housing", positive=("words", "none")))
    few = replace(found, question=speaks, positive=3, speaking=1.5)
    assert few.speaking_for is None
    assert replace(few, positive=6, speaking=3.0, counts={**few.counts, "words": 6, "none": 6}).speaking_for is not None


def test_weighted_numbers_are_whole_percents() -> None:
    """57.5 % to the tenth would tell more of who answered than the count beside it."""
    share = housing({W: 13, M: 10, WO: 8, MO: 10}).share("3")
    assert share is not None
    for value in (share.value, share.low, share.high):
        assert value * 100 == pytest.approx(round(value * 100), abs=1e-9)


def standing(found: list[GroupShare]) -> dict[Cell, int]:
    return {(one.sex, one.age): one.standing for one in found}


def test_who_answered_beside_who_lives_here() -> None:
    """Women 70 % of the sheets, 50 % of the people; those over 60 are 20 and 40 %."""
    found = group_shares(SHEETS | {("", ""): 30}, PEOPLE, 0.05, 5, is_complete=True)
    women = found[0]
    assert women.sheets is not None
    assert (women.sex, women.age, women.sheets.number, women.sheets.total, women.share) == ("w", "", 70, 100, 0.5)
    assert standing(found) == {
        ("w", ""): 1, ("m", ""): -1, ("", "18_60"): 1, ("", "o60"): -1, W: 1, M: -1, WO: -1, MO: -1,
    }  # fmt: skip
    assert set(standing(group_shares(SHEETS, PEOPLE, 0.35, 5, is_complete=True)).values()) == {0}, (
        "never that far apart"
    )


def test_chance_alone_does_not_stand_out() -> None:
    """6 of 10 against 50 %: ten points apart, but well within the interval."""
    assert standing(group_shares({W: 6, M: 4}, {W: 50, M: 50}, 0.05, 1, is_complete=True)) == {
        ("w", ""): 0,
        ("m", ""): 0,
    }


def test_groups_by_both_are_all_there_or_none_is() -> None:
    """Only when no more sheets come and none is small: no state and no limit gives a table to subtract from another."""
    by_both = {W, M, WO, MO}
    assert by_both <= set(standing(group_shares(SHEETS, PEOPLE, 0.05, 5, is_complete=True)))
    assert not by_both & set(standing(group_shares(SHEETS, PEOPLE, 0.05, 5, is_complete=False)))
    assert not by_both & set(standing(group_shares(SHEETS | {MO: 2}, PEOPLE, 0.05, 5, is_complete=True)))
    assert by_both <= set(standing(group_shares(SHEETS | {MO: 0}, PEOPLE, 0.05, 5, is_complete=True)))


def test_small_groups_are_not_shown() -> None:
    """Two women told of: neither they nor, as the rest, the men."""
    sheets = {W: 1, M: 60, WO: 1, MO: 20}
    found = {(one.sex, one.age): one for one in group_shares(sheets, PEOPLE, 0.05, 5, is_complete=True)}
    assert [name for name, one in found.items() if one.sheets is None] == [("w", ""), ("m", "")]
    assert not any(found[name].standing for name in (("w", ""), ("m", "")))
    assert group_shares({}, PEOPLE, 0.05, 5, is_complete=True) == []
    assert group_shares(SHEETS, {}, 0.05, 5, is_complete=True) == []
