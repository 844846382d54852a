"""Round, hide, attack; and again in another way until the attack finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kisi.core.facts import MetricKind, Timing, metric
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
from shared.disclosure.catalogue import Catalogue, check_catalogue
from shared.disclosure.coalitions import Coalitions
from shared.disclosure.joint import Edition, JointAttack
from shared.disclosure.rounding import Method, NoRounding, round_cells
from shared.disclosure.structure import Key, Structure, Towns, structures
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.visibility import Reason, reasons
from shared.disclosure.worlds import Contradiction

SEEDS_FOR_EACH_METHOD: Final = 4


class Unprotectable(RuntimeError):
    """No rounding of these figures withstood the attack; nothing of them may be published."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is published of one cell: the rounded value or why there is none; the truth is less than ``reach`` away."""

    value: int
    reason: Reason
    base: int
    reach: int
    towns: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """A frozen release: what the towns had reported then and what was published of it."""

    towns: Towns
    cells: Mapping[Key, Cell]


@dataclass(slots=True)
class Protected:
    """A protected set of tables and how it came about."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    attempts: int = 0
    attacks: int = 0
    fallbacks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be protected, by which rules, against whom.

    ``earlier`` are the releases of the same period, oldest first. ``before`` and ``after`` are those of periods before
    and after it, in their order, of which only stocks are looked at: a flow counts other rows in every period, so
    that nothing in one period excludes a world of another. ``known_exactly`` are totals that
    somebody outside knows (AMIF). ``is_attacked`` is false only to measure the rounding alone.
    """

    catalogue: Catalogue
    towns: Towns
    thresholds: Thresholds
    seed: str
    earlier: Sequence[Earlier] = ()
    before: Sequence[Earlier] = ()
    after: Sequence[Earlier] = ()
    known_exactly: frozenset[Key] = frozenset()
    is_attacked: bool = True


def protect(task: Task, *, progress: Callable[[int, int], None] | None = None) -> Protected:
    """Everything the catalogue publishes of these figures, rounded and hidden by the rules, attacked.

    Raises ``TooFine``, ``Unprotectable``.
    """
    check_catalogue(task.catalogue)
    done = Protected()
    parts = structures(task.catalogue, task.towns)
    editions = _Others.of(task)
    previous = _previous(task)
    for number, structure in enumerate(parts, start=1):
        done.cells |= _protect_one(task, structure, previous, editions, done)
        if progress:
            progress(number, len(parts))
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


def _protect_one(
    task: Task,
    structure: Structure,
    previous: Mapping[Key, tuple[int, int]],
    editions: _Others,
    done: Protected,
) -> dict[Key, Cell]:
    for tried, method in enumerate(methods(structure, task.thresholds)):
        for turn in range(SEEDS_FOR_EACH_METHOD):
            done.attempts += 1
            try:
                rounded = round_cells(structure, method, seed=f"{task.seed}/{turn}", previous=previous)
            except NoRounding:
                break
            cells = _cells(task, structure, rounded, method)
            published = published_of(structure, cells)
            if not task.is_attacked or _withstands(task, structure, published, editions, done):
                done.fallbacks += tried > 1
                return cells
    raise Unprotectable(structure.keys[0].metric)


def published_of(structure: Structure, cells: Mapping[Key, Cell]) -> dict[int, Published]:
    """What an attacker can read of these cells."""
    return {
        number: Published(cell.value, cell.base, cell.reach)
        for number, key in enumerate(structure.keys)
        if (cell := cells.get(key)) and cell.reason is Reason.SHOWN
    }


def _withstands(
    task: Task,
    structure: Structure,
    published: Mapping[int, Published],
    editions: _Others,
    done: Protected,
) -> bool:
    """Whether nobody finds out too much; stops at the first finding."""
    if not_additive(structure, published) or not_rounded(structure, published):
        return False
    done.attacks += 1
    try:
        if any(True for _finding in _in_one_release(task, structure, published)):
            return False
        newest = Edition(structure, published)
        groups = editions.read_with(structure.keys[0], task.thresholds.editions_at_once)
        return not any(_tells_more(before, newest, after, task.thresholds) for before, after in groups)
    except Contradiction:
        return False


def _in_one_release(task: Task, structure: Structure, published: Mapping[int, Published]) -> Iterator[Finding]:
    """What anybody finds out from the new release alone."""
    rules = task.thresholds
    attack = Attack(structure, published)
    for one in outsiders(structure, rules, task.known_exactly):
        yield from attack.by(one)
    yield from Coalitions([Edition(structure, published)]).findings(rules.coalition_width)
    totals = insiders_totals(structure, rules, task.known_exactly)
    if totals or rules.coalition_width < rules.insider_width:
        # Otherwise what no coalition finds out, none of its members does, nor any two of them.
        yield from attack.by_insiders(rules, totals)


def _tells_more(before: Sequence[Edition], newest: Edition, after: Sequence[Edition], thresholds: Thresholds) -> bool:
    """Whether the new release, read together with others, tells what these did not tell without it."""
    known: set[Finding] | None = None
    for finding in _over_releases([*before, newest, *after], thresholds):
        if known is None:
            known = set(_over_releases([*before, *after], thresholds))
        if finding not in known:
            return True
    return False


def _over_releases(editions: Sequence[Edition], thresholds: Thresholds) -> Iterator[Finding]:
    """What anybody finds out from several releases together, oldest first."""
    yield from Coalitions(editions).findings(thresholds.coalition_width)
    yield from JointAttack(editions).findings(thresholds)


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


def _cells(task: Task, structure: Structure, rounded: list[int | None], method: Method) -> dict[Key, Cell]:
    shown = reasons(structure, rounded, task.catalogue, task.towns, task.thresholds)
    return {
        key: Cell(value, reason, method.base, method.reach, len(structure.towns_of[number]))
        for number, key in enumerate(structure.keys)
        if (value := rounded[number]) is not None and (reason := shown[number]) is not None
    }


@dataclass(frozen=True, slots=True)
class _Others:
    """The same tables in other releases, by their first cell: those before the new one, and those after it."""

    earlier: Mapping[Key, Sequence[Edition]]
    later: Mapping[Key, Sequence[Edition]]

    @classmethod
    def of(cls, task: Task) -> _Others:
        """What the task brings along; of other periods only stocks."""
        stocks = _stocks(task.catalogue)
        earlier = [(one, stocks) for one in task.before] + [(one, task.catalogue) for one in task.earlier]
        return cls(_editions(earlier), _editions((one, stocks) for one in task.after))

    def read_with(self, first: Key, at_once: int) -> Iterator[tuple[Sequence[Edition], Sequence[Edition]]]:
        """What is read together with the new one: the last ones at once, each older one on its own."""
        before, after = self.earlier.get(first, ()), self.later.get(first, ())
        if before or after:
            yield before[-at_once:], after
        for older in before[:-at_once]:
            yield [older], after


def _editions(releases: Iterable[tuple[Earlier, Catalogue]]) -> dict[Key, list[Edition]]:
    """First cell of a structure → its tables in these releases (whose towns may have been fewer)."""
    found: dict[Key, list[Edition]] = {}
    for one, catalogue in releases:
        for structure in structures(catalogue, one.towns):
            edition = Edition(structure, published_of(structure, one.cells))
            found.setdefault(structure.keys[0], []).append(edition)
    return found


def _stocks(catalogue: Catalogue) -> Catalogue:
    """The tables in which the same rows stand in one period after the other."""
    kept = tuple(entry for entry in catalogue.entries if metric(entry.metric).timing is Timing.STOCK)
    return Catalogue(catalogue.version, kept)


def _previous(task: Task) -> dict[Key, tuple[int, int]]:
    """Published and true value of every cell of the newest release before; of stocks, also of a period before."""
    found: dict[Key, tuple[int, int]] = {}
    for newest, catalogue in ((task.before[-1:], _stocks(task.catalogue)), (task.earlier[-1:], task.catalogue)):
        for one in newest:
            for structure in structures(catalogue, one.towns):
                for key, value in zip(structure.keys, structure.values, strict=True):
                    if key in one.cells:
                        found[key] = (one.cells[key].value, value)
    return found
