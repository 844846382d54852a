"""The releases that are read together with a new one: what they showed, what they have told already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kisi.core.facts import Timing, metric
from shared.disclosure.adversary import Finding
from shared.disclosure.catalogue import Catalogue
from shared.disclosure.coalitions import Coalitions, left_in_doubt
from shared.disclosure.editions import Edition
from shared.disclosure.joint import JointAttack
from shared.disclosure.structure import Key, structures
from shared.disclosure.task import Earlier, Task, exact_of, published_of
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.visibility import Reason


class Together:
    """Releases before and after the new one, oldest first, that are read at once with it."""

    def __init__(self, before: Sequence[Edition], after: Sequence[Edition]) -> None:
        self.before, self.after = before, after
        self._silent: _Silent | None = None

    def tells_more(self, newest: Edition, thresholds: Thresholds) -> bool:
        """Whether the new release, read together with these, tells what would not be known without it.

        Known without it is also how the true numbers changed since then: who takes part knows that, release or not.
        """
        if self._silent is None:
            silent = Edition(newest.structure, {})
            self._silent = _Silent([*self.before, silent, *self.after], thresholds)
        found = over_releases([*self.before, newest, *self.after], thresholds, self._silent.excused)
        return any(finding not in self._silent.findings for finding in found)


class _Silent:
    """What is known if the new release says nothing; the same for every way to round it, so it is found out once."""

    def __init__(self, editions: Sequence[Edition], thresholds: Thresholds) -> None:
        self.editions, self.thresholds = editions, thresholds

    @cached_property
    def excused(self) -> frozenset[str]:
        """Towns about whose cells others know too much already who know all growth."""
        return frozenset(one.key.area for one in Coalitions(self.editions).levels(self.thresholds.coalition_width))

    @cached_property
    def findings(self) -> set[Finding]:
        """Everything that anybody finds out."""
        return set(over_releases(self.editions, self.thresholds, self.excused))


def over_releases(
    editions: Sequence[Edition], thresholds: Thresholds, excused: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """What anybody finds out from several releases together, oldest first.

    About ``excused`` towns those are asked, too, who know less than the largest coalition.
    """
    yield from Coalitions(editions).findings(thresholds.coalition_width, excused)
    yield from JointAttack(editions).findings(thresholds, excused)


@dataclass(frozen=True, slots=True)
class Others:
    """The same tables in other releases, by their first cell: those before the new one, and those after it."""

    earlier: Mapping[Key, Sequence[Edition]]
    later: Mapping[Key, Sequence[Edition]]
    shown: Mapping[Key, tuple[int, int]]
    """Published and true value of every cell of the newest release before; of stocks, also of a period before."""

    @classmethod
    def of(cls, task: Task) -> Others:
        """What the task brings along; of other periods only stocks."""
        stocks = _stocks(task.catalogue)
        earlier = [(one, stocks) for one in task.before] + [(one, task.catalogue) for one in task.earlier]
        return cls(_editions(earlier), _editions((one, stocks) for one in task.after), _shown(task))

    def read_with(self, first: Key, at_once: int) -> list[Together]:
        """What is read together with the new one: the last ones at once, each older one on its own."""
        before, after = self.earlier.get(first, ()), self.later.get(first, ())
        last = [Together(before[-at_once:], after)] if before or after else []
        return last + [Together([older], after) for older in before[:-at_once]]

    def left_in_doubt(self, first: Key) -> dict[Key, tuple[float, float]]:
        """How far below and above the truth a town's cell can be after all of them: what a new one must leave open."""
        return left_in_doubt([*self.earlier.get(first, ()), *self.later.get(first, ())])


def _editions(releases: Iterable[tuple[Earlier, Catalogue]]) -> dict[Key, list[Edition]]:
    """First cell of a structure → its tables in these releases (whose towns may have been fewer)."""
    found: dict[Key, list[Edition]] = {}
    for one, catalogue in releases:
        for structure in structures(catalogue, one.towns):
            exact = exact_of(structure, one.known_exactly)
            edition = Edition(structure, published_of(structure, one.cells), exact)
            found.setdefault(structure.keys[0], []).append(edition)
    return found


def _stocks(catalogue: Catalogue) -> Catalogue:
    """The tables in which the same rows stand in one period after the other."""
    kept = tuple(entry for entry in catalogue.entries if metric(entry.metric).timing is Timing.STOCK)
    return Catalogue(catalogue.version, kept)


def _shown(task: Task) -> dict[Key, tuple[int, int]]:
    found: dict[Key, tuple[int, int]] = {}
    for newest, catalogue in ((task.before[-1:], _stocks(task.catalogue)), (task.earlier[-1:], task.catalogue)):
        for one in newest:
            for structure in structures(catalogue, one.towns):
                for key, value in zip(structure.keys, structure.values, strict=True):
                    if (cell := one.cells.get(key)) and cell.reason is not Reason.WITHHELD:
                        found[key] = (cell.value, value)
    return found
