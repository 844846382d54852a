"""Whatever towns report, join, leave and correct: no release tells too much, alone or with those before it.

Towns and what happens to them are made up by hypothesis; the attackers here ask about every cell of every release,
one after the other and exactly, without any of the shortcuts of the attack that stands before a release.
``KISI_ADVERSARY_EXAMPLES`` (default 12) makes it look longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.disclosure import Level, Towns, others, protect
from shared.disclosure.adversary import Finding, Published
from shared.disclosure.coalitions import Coalitions
from shared.disclosure.editions import Edition
from shared.disclosure.joint import JointAttack
from shared.disclosure.protection import findings
from shared.disclosure.rounding import Method, round_cells
from shared.disclosure.task import Earlier, published_of
from tests.shared.disclosure.figures import RULES, TOTAL, TOTALS_ONLY, VIEWS, Entry, parts_of, small, task

EXAMPLES: Final = int(os.environ.get("KISI_ADVERSARY_EXAMPLES", "12"))
LOOK: Final = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=EXAMPLES <= 12
)
BROKEN_DOWN: Final = Entry("t.answers", state=(TOTAL, VIEWS), district=(TOTAL, VIEWS), municipality=(TOTAL, VIEWS))
KINDS: Final = ("residents", "administration", "third_country_nationals")
People = list[int]
"""How many of each kind a town has."""


@st.composite
def histories(draw: st.DrawFn) -> list[Towns]:
    """Two or three states of a few small towns: they grow, correct themselves, join, are missing."""
    people = st.lists(st.integers(0, 6), min_size=3, max_size=3)
    size, districts = draw(st.integers(2, 5)), draw(st.integers(1, 3))
    state: dict[int, People] = {number: draw(people) for number in range(size)}
    found = [_towns(state, districts)]
    for _ in range(draw(st.integers(1, 2))):
        for _change in range(draw(st.integers(0, 3))):
            town, kind, by = draw(st.integers(0, size - 1)), draw(st.integers(0, 2)), draw(st.integers(-2, 4))
            state[town][kind] = max(0, state[town][kind] + by)
        if draw(st.booleans()):
            state[len(state)] = draw(people)
        missing = draw(st.sets(st.integers(0, size - 1), max_size=1)) if size > 2 else set()
        found.append(_towns({town: one for town, one in state.items() if town not in missing}, districts))
    return found


def _towns(state: dict[int, People], districts: int) -> Towns:
    figures = {}
    for number, people in state.items():
        cells = {f"perspective={kind}": (many, 0) for kind, many in zip(KINDS, people, strict=True)}
        figures[f"06{431 + number % districts:03d}{number:03d}"] = {"": (sum(people), 0), **cells}
    return Towns({"t.answers": figures}, {ags: ags[:5] for ags in figures})


def everything_found(editions: Sequence[Edition]) -> set[Finding]:
    """By an outsider, each town and each two neighbours, about every cell of every release and every growth."""
    attack = JointAttack(editions)
    members = sorted(frozenset().union(*(one.towns() for one in editions)))
    groups: list[tuple[str, ...]] = [(), *((town,) for town in members)]
    groups += [pair for pair in combinations(members, 2) if pair[0][:5] == pair[1][:5]]
    targets = attack.everything(RULES.insider_width)
    return {finding for group in groups for finding in attack.exactly(group, targets)}


@LOOK
@given(histories(), st.sampled_from([TOTALS_ONLY, BROKEN_DOWN]))
def test_no_release_tells_too_much(history: list[Towns], entry: Entry) -> None:
    """Outsiders at least 4, insiders and over releases at least 2; what is known without it is not its fault."""
    earlier: list[Earlier] = []
    editions: list[Edition] = []
    for step, figures in enumerate(history):
        cells = protect(task(figures, entry, seed=str(step), earlier=list(earlier))).cells
        (structure,) = parts_of(figures, entry)
        newest = Edition(structure, published_of(structure, cells))
        assert findings(structure, newest.published, RULES, all_pairs=len(figures.district_of) > 2) == []
        assert list(Coalitions([newest]).findings(RULES.coalition_width)) == []
        if editions:
            silent = Edition(structure, {})
            assert everything_found([*editions, newest]) <= everything_found([*editions, silent])
        earlier.append(Earlier(figures, cells))
        editions.append(newest)


@pytest.mark.parametrize("is_planted", [False, True])
def test_where_others_know_too_much_those_who_know_less_are_asked(
    is_planted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the test above: one of three shrank by one. Whoever knows that knows too much without any release;

    two neighbours who do not know it must not learn the same from the release. Planted: nobody asks them.
    """
    if is_planted:
        monkeypatch.setattr(others._Silent, "excused", frozenset())
    figures = [small(1, 1, 1), small(2, 0, 1)]
    first = Earlier(figures[0], protect(task(figures[0], TOTALS_ONLY, seed="0")).cells)
    second = protect(task(figures[1], TOTALS_ONLY, seed="1", earlier=[first])).cells
    before, after = (parts_of(one, TOTALS_ONLY)[0] for one in figures)
    old = Edition(before, published_of(before, first.cells))
    told = everything_found([old, Edition(after, published_of(after, second))])
    assert (told <= everything_found([old, Edition(after, {})])) is not is_planted


def carelessly(figures: Towns, entry: Entry) -> Edition:
    """Rounded without a thought to what others can know."""
    (structure,) = parts_of(figures, entry)
    rounded = round_cells(structure, Method(5, 5), seed="x")
    return Edition(structure, {n: Published(value, 5, 5) for n, value in enumerate(rounded) if value is not None})


@LOOK
@given(histories(), st.sampled_from([TOTALS_ONLY, BROKEN_DOWN]))
def test_what_is_not_asked_again_needs_no_asking(history: list[Towns], entry: Entry) -> None:
    """Where all but one find nothing over these releases, nobody finds a level that the joint attack leaves out."""
    editions = [carelessly(figures, entry) for figures in history]
    if any(Coalitions(editions).findings(RULES.coalition_width)):
        return
    attack = JointAttack(editions)
    everything = attack.everything(RULES.insider_width)
    asked = attack.not_asked_elsewhere(everything, RULES)
    left_out = [one for one in everything if one not in asked]
    members = sorted(frozenset().union(*(one.towns() for one in editions)))
    for group in [(), *((town,) for town in members), *combinations(members, 2)]:
        assert list(attack.exactly(group, left_out)) == []


def every_two_worlds(editions: Sequence[Edition], me: str) -> Iterator[tuple[dict[str, int], ...]]:
    """By counting up: what two other towns can have had in two releases, for one who knows by how much all grew."""
    towns = sorted(editions[0].towns())
    others = [town for town in towns if town != me]
    truth = [dict(zip((one.area for one in e.structure.keys), e.structure.values, strict=True)) for e in editions]
    span = range(20)
    for a1, b1, a2, b2 in product(span, repeat=4):
        world = ({others[0]: a1, others[1]: b1}, {others[0]: a2, others[1]: b2})
        grown = [(t, world[1][t] - world[0][t]) for t in others]
        if sum(by for _t, by in grown) != sum(truth[1][t] - truth[0][t] for t in others):
            continue
        if any(by < 0 <= truth[1][t] - truth[0][t] for t, by in grown):
            continue
        if all(_fits(e, {**one, me: known[me]}) for e, one, known in zip(editions, world, truth, strict=True)):
            yield world


def _fits(edition: Edition, world: dict[str, int]) -> bool:
    for number, shown in edition.published.items():
        low, high = shown.bounds()
        if not low <= sum(world[town] for town in edition.structure.towns_of[number]) <= high:
            return False
    return True


@settings(max_examples=max(2, EXAMPLES // 6))
@given(st.lists(st.integers(0, 6), min_size=3, max_size=3), st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_bounds_over_releases_are_those_of_brute_force(numbers: list[int], grown: list[int]) -> None:
    """For a town that knows by how much the whole grew: the same bounds as from counting up all worlds."""
    later = [number + by for number, by in zip(numbers, grown, strict=True)]
    editions = [carelessly(small(*values, districts=3), TOTALS_ONLY) for values in (numbers, later)]
    attack = JointAttack(editions)
    if len(attack.editions) < 2:
        return
    me, *others = sorted(editions[0].towns())
    worlds = list(every_two_worlds(editions, me))
    line, wide = attack.line, 10**6
    for place, (first, edition) in enumerate(zip(line.first, editions, strict=True)):
        columns = {
            key.area: first + n for n, key in enumerate(edition.structure.keys) if key.level is Level.MUNICIPALITY
        }
        for column, low, high in line.worlds.narrow([columns[t] for t in others], line.known_to((me,)), wide):
            (town,) = [t for t in others if columns[t] == column]
            assert (low, high) == (min(w[place][town] for w in worlds), max(w[place][town] for w in worlds))
