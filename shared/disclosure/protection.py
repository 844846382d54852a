"""Round, hide, attack; again in another way until the attack finds nothing. What cannot be protected is withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kisi.core.facts import MetricKind, metric
from shared.disclosure.adversary import (
    Attack,
    Finding,
    Published,
    attackers,
    insiders_totals,
    not_additive,
    not_rounded,
    outsiders,
)
from shared.disclosure.catalogue import check_catalogue
from shared.disclosure.coalitions import Coalitions
from shared.disclosure.editions import Edition
from shared.disclosure.others import Others, Together
from shared.disclosure.partial import Contradiction
from shared.disclosure.rounding import Method, NoRounding, round_cells
from shared.disclosure.structure import Key, Structure, structures
from shared.disclosure.task import Cell, Protected, Task, exact_of, published_of
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.visibility import Reason, reasons
from shared.disclosure.withholding import in_words_of, merged, smaller_ones

SEEDS_FOR_EACH_METHOD: Final = 4
SEEDS_WHEN_WITHHOLDING: Final = 2


def protect(task: Task, *, progress: Callable[[int, int], None] | None = None) -> Protected:
    """Everything the catalogue publishes of these figures, rounded and hidden by the rules, attacked.

    What no rounding protects is withheld and named in ``withheld``; the rest appears. Raises ``TooFine``.
    """
    check_catalogue(task.catalogue)
    done = Protected()
    parts = structures(task.catalogue, task.towns)
    others = Others.of(task)
    for number, structure in enumerate(parts, start=1):
        done.cells |= _Protection(task, structure, others, done).cells()
        if progress:
            progress(number, len(parts))
    done.withheld = merged(done.withheld, parts)
    return done


def methods(structure: Structure, thresholds: Thresholds) -> Iterator[Method]:
    """Ways to round, the best first: neighbouring multiples, the next ones, a coarser base."""
    doubt = thresholds.coalition_width
    is_amount = metric(structure.keys[0].metric).kind is MetricKind.AMOUNT
    bases = [thresholds.amount_base] if is_amount else [thresholds.base, thresholds.fallback_base]
    for base in bases:
        yield Method(base, base, doubt=doubt)
        yield Method(base, base, is_wary=True, doubt=doubt)
        yield Method(base, 2 * base, doubt=doubt)


class _Protection:
    """One independent part of a release on its way to what may be published of it."""

    def __init__(self, task: Task, structure: Structure, others: Others, done: Protected) -> None:
        self.task, self.structure, self.done = task, structure, done
        first = structure.keys[0]
        self.known_exactly = task.known_exactly
        self.shown = others.shown
        self.told = others.left_in_doubt(first) if task.is_attacked else {}
        self.groups: list[Together] = others.read_with(first, task.thresholds.editions_at_once)

    def cells(self) -> dict[Key, Cell]:
        """As much of it as can be protected."""
        if self.task.is_attacked and exact_of(self.structure, self.known_exactly):
            self._withhold_totals_that_tell()
        found = self._protected(self.structure, SEEDS_FOR_EACH_METHOD)
        if found is not None:
            return found
        for smaller, withheld in smaller_ones(self.structure):
            kept = self._protected(smaller, SEEDS_WHEN_WITHHOLDING) if any(smaller.published) else {}
            if kept is not None:
                self.done.withheld += in_words_of(self.structure, withheld)
                return kept | self._withheld(smaller)
        raise AssertionError("nothing at all can always be published")

    def _withhold_totals_that_tell(self) -> None:
        """Exact totals that, with earlier releases, tell too much even if this one says nothing else are not given."""
        if not self._withstands(self.structure, {}):
            self.done.totals_withheld.add(self.structure.keys[0].metric)
            self.known_exactly = frozenset()

    def _protected(self, structure: Structure, seeds: int) -> dict[Key, Cell] | None:
        """The published cells of the first rounding that withstands, None where there is none."""
        for tried, method in enumerate(methods(structure, self.task.thresholds)):
            for turn in range(seeds):
                self.done.attempts += 1
                seed = f"{self.task.seed}/{turn}"
                try:
                    rounded = round_cells(structure, method, seed=seed, previous=self.shown, told=self.told)
                except NoRounding:
                    break
                cells = self._cells(structure, rounded, method)
                if not self.task.is_attacked or self._withstands(structure, published_of(structure, cells)):
                    self.done.fallbacks += tried > 1
                    return cells
        return None

    def _cells(self, structure: Structure, rounded: list[int | None], method: Method) -> dict[Key, Cell]:
        task = self.task
        shown = reasons(structure, rounded, task.catalogue, task.towns, task.thresholds)
        return {
            key: Cell(value, reason, method.base, method.reach, len(structure.towns_of[number]))
            for number, key in enumerate(structure.keys)
            if (value := rounded[number]) is not None and (reason := shown[number]) is not None
        }

    def _withheld(self, smaller: Structure) -> dict[Key, Cell]:
        """The cells that are left out, so that they are named where they would stand."""
        base = self.task.thresholds.base
        return {
            key: Cell(0, Reason.WITHHELD, base, base, len(self.structure.towns_of[number]))
            for number, key in enumerate(self.structure.keys)
            if self.structure.published[number] and not smaller.published[number]
        }

    def _withstands(self, structure: Structure, published: Mapping[int, Published]) -> bool:
        """Whether nobody finds out too much; stops at the first finding."""
        if not_additive(structure, published) or not_rounded(structure, published):
            return False
        self.done.attacks += 1
        try:
            if any(True for _finding in self._in_one_release(structure, published)):
                return False
            newest = Edition(structure, published, exact_of(structure, self.known_exactly))
            return not any(one.tells_more(newest, self.task.thresholds) for one in self.groups)
        except Contradiction:
            return False

    def _in_one_release(self, structure: Structure, published: Mapping[int, Published]) -> Iterator[Finding]:
        """What anybody finds out from the new release alone."""
        rules = self.task.thresholds
        attack = Attack(structure, published)
        yield from Coalitions([Edition(structure, published)]).findings(rules.coalition_width)
        for one in outsiders(structure, rules, self.known_exactly):
            yield from attack.by(one)
        totals = insiders_totals(structure, rules, self.known_exactly)
        if totals or rules.coalition_width < rules.insider_width:
            # Otherwise what no coalition finds out, none of its members does, nor any two of them.
            yield from attack.by_insiders(rules, totals)


def findings(
    structure: Structure,
    published: Mapping[int, Published],
    thresholds: Thresholds,
    *,
    known_exactly: frozenset[Key] = frozenset(),
    all_pairs: bool = False,
) -> list[Finding]:
    """Everything that anybody can narrow down too far in one release. Raises ``Contradiction``."""
    attack = Attack(structure, published)
    everybody = attackers(structure, thresholds, known_exactly=known_exactly, all_pairs=all_pairs)
    return [finding for attacker in everybody for finding in attack.by(attacker)]
