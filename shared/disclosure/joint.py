"""Several releases of one period, read together: does the difference give a newcomer away?

The attacker knows which figures did not shrink between two releases, and by how much the whole grew. They must
find neither a cell of any release nor by how much a town grew – also over a release in between from which a
town was missing.

**What is asked.** What a town has that was there all the time is asked about elsewhere: ``Coalitions`` holds it
against others who know all growth exactly. A world of theirs moves one town by the same in all releases, so it keeps
every growth and is a world for everybody here who is not that town. Left are by how much a town grew, and the cells of
towns that came or went: these are in the growth of the whole. A figure with three towns that were there all the time
has one of them that no two attackers own. That leaves a few dozen questions instead of all cells of all releases.

What that knowledge settles without any release is not found out by a release: where the whole did not grow and
no town shrank, a town that is new can only have nothing. Such a cell must stay in doubt for whoever does not
know by how much the whole grew, and no release may leave those who do less than they were left without it.

**AMIF.** The reporting role knows the exact totals of every release. Two of them give the exact growth of each cell of
the whole, and nothing is left of the argument above: every cell is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from shared.disclosure.adversary import Finding, own_numbers, who_colludes
from shared.disclosure.editions import GROWTH_WIDTH, Edition
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.timeline import Timeline
from shared.disclosure.witnesses import Target, Witnesses

MOST_COLLUDING = 2
"""So many towns put together what they know here; more of them are the matter of ``Coalitions``."""


class JointAttack:
    """Editions from the oldest to the newest, tied together by growth. Raises ``Contradiction``.

    ``knows_growth`` says whether the attacker knows by how much the whole grew.
    """

    def __init__(self, editions: Sequence[Edition], *, knows_growth: bool = True) -> None:
        kept = [one for one, after in pairwise(editions) if not one.says_the_same_as(after)]
        self.editions = [*kept, *editions[-1:]]
        self.line = Timeline(self.editions, knows_growth=knows_growth)

    @cached_property
    def less_knowing(self) -> Timeline:
        """The same for somebody who does not know by how much the whole grew."""
        return Timeline(self.editions, knows_growth=False)

    def findings(self, thresholds: Thresholds, excused: frozenset[str] = frozenset()) -> Iterator[Finding]:
        """What an outsider, a town or two towns together find out, and the reporting role.

        ``excused`` are towns about which ``Coalitions`` says nothing, because too much is known to them anyway.
        """
        if len(self.editions) < 2:
            return
        everything = self.everything(thresholds.insider_width)
        yield from self._about(self.not_asked_elsewhere(everything, thresholds, excused), thresholds)
        if totals := self.line.exact():
            yield from self.exactly((), [*everything, *self._of_towns(thresholds.insider_width)], totals)
            if all(len(one.towns()) >= thresholds.amif_insiders for one in self.editions):
                yield from self._by_towns(self.line, everything, thresholds, totals)

    def everything(self, width: int) -> list[Target]:
        """Every published cell of every edition, and by how much something grew."""
        found = [
            Target(first + number, edition.structure.towns_of[number], width)
            for first, edition in zip(self.line.first, self.editions, strict=True)
            for number in edition.published
        ]
        moved = [(column, key) for column, key in self.line.growth.items() if self.line.truth(column)]
        return found + [Target(column, frozenset({key.area}), GROWTH_WIDTH) for column, key in moved]

    def _of_towns(self, width: int) -> list[Target]:
        """Cells of towns that are published in nothing but larger figures."""
        return [
            Target(first + number, edition.structure.towns_of[number], width)
            for first, edition in zip(self.line.first, self.editions, strict=True)
            for number in own_numbers(edition.structure)
            if number not in edition.published
        ]

    def not_asked_elsewhere(
        self, targets: Sequence[Target], thresholds: Thresholds, excused: frozenset[str] = frozenset()
    ) -> list[Target]:
        """Growth, and what consists of towns that came or went; all where coalitions are left less in doubt."""
        if thresholds.coalition_width < thresholds.insider_width:
            return list(targets)
        always = frozenset.intersection(*(one.towns() for one in self.editions)) - excused
        return [
            one
            for one in targets
            if one.column in self.line.growth or not (one.towns <= always or len(one.towns & always) > MOST_COLLUDING)
        ]

    def _about(self, targets: list[Target], thresholds: Thresholds) -> Iterator[Finding]:
        if not targets:
            return
        settled = self._before(targets, {})
        yield from self._by_towns(self.line, [one for one in targets if one.column not in settled], thresholds, {})
        if settled:
            hidden = [one for one in targets if one.column in settled]
            yield from self._by_towns(self.less_knowing, hidden, thresholds, {})
            # Of what was known exactly before, no release can tell more: only what was known in part is asked again.
            in_part = [one for one in hidden if settled[one.column][0] < settled[one.column][1]]
            groups = [(), *((town,) for town in sorted(self.editions[-1].towns()))] if in_part else []
            for group in groups:
                yield from self.exactly(group, in_part)

    def _by_towns(
        self, line: Timeline, targets: list[Target], thresholds: Thresholds, totals: Mapping[int, int]
    ) -> Iterator[Finding]:
        """What outsiders, towns and two of them find out about these targets, ``totals`` known to all of them."""
        targets = [one for one in targets if one.column not in totals]
        witnesses = Witnesses(line.worlds, line.owner, targets, known=list(totals))
        if len(witnesses.towns) <= MOST_COLLUDING:
            # Among more, what an outsider finds out is found out by some town that does not own it.
            yield from self.exactly((), targets, totals, line)
        for group, doubtful in witnesses.doubts(who_colludes(witnesses.towns, thresholds)):
            yield from self.exactly(group, doubtful, totals, line)

    def exactly(
        self,
        group: tuple[str, ...],
        targets: Sequence[Target],
        totals: Mapping[int, int] | None = None,
        line: Timeline | None = None,
    ) -> Iterator[Finding]:
        """What these towns, or an outsider, find out about these targets; with ``totals`` the reporting role's."""
        line = line or self.line
        known = line.known_to(group) | dict(totals or {})
        names, settled = line.names(), line.settled_by(known)
        foreign = [
            one
            for one in targets
            if (not one.towns <= set(group) if one.column in line.growth else one.column not in settled)
        ]
        who = " + ".join(group) or ("outsider" if not totals else "knows the AMIF totals")
        for target, low, high in self._narrowed(line, foreign, known, knows_totals=bool(totals)):
            how = "growth" if target.column in line.growth else "all releases"
            yield Finding(names[target.column], low, high, f"{who}, {how}")

    def _narrowed(
        self, line: Timeline, targets: Sequence[Target], known: Mapping[int, int], *, knows_totals: bool
    ) -> Iterator[tuple[Target, int, int]]:
        """The targets that are known too well, with their least and largest value, because of what was released."""
        of = {one.column: one for one in targets}
        for width in sorted({one.width for one in targets}):
            columns = [one.column for one in targets if one.width == width]
            found = line.worlds.narrow(columns, known, width)
            before: dict[int, tuple[int, int]] = {}
            if line.knows_growth:
                before = self._before([of[column] for column, _low, _high in found], known)
            found = [one for one in found if before.get(one[0]) != one[1:]]
            if before and not knows_totals:
                # Whoever knows neither totals nor growth is asked in every attack of its own.
                found += self.less_knowing.worlds.narrow(sorted(before), known, width)
            for column, low, high in found:
                yield of[column], low, high

    def _before(self, targets: Sequence[Target], known: Mapping[int, int]) -> dict[int, tuple[int, int]]:
        """The columns that are known too well without any release, with their bounds."""
        found: dict[int, tuple[int, int]] = {}
        for width in {one.width for one in targets}:
            columns = [one.column for one in targets if one.width == width]
            narrow = self.line.before_any_release.narrow(columns, known, width)
            found |= {column: (low, high) for column, low, high in narrow}
        return found
