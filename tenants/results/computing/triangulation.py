"""Who sees which need: the views of the perspectives on one topic side by side, and what they say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tenants.results.computing.intervals import Share
from tenants.results.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """From when on a perspective „sees“ a need, and when two differ. All are settings of the town.

    ``seen_from``: share from 0 to 1; ``smallest_gap``: distance of two shares (0 to 1) below which they are not
    called different even where the intervals are; ``smallest_total``: answers a perspective needs to be judged.
    """

    seen_from: float = 0.5
    smallest_gap: float = 0.1
    smallest_total: int = 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict and, where it is about a single perspective, which one."""

    verdict: Verdict
    perspective: str = ""


def judged(views: Mapping[str, Share | None], rule: Rule) -> Judgement:
    """What the perspectives (key → share that sees the need) say together.

    Two views differ when their 95 % intervals do not overlap *and* they lie ``smallest_gap`` apart. If none
    differ: all at or above ``seen_from`` → ALL, all below → NONE, else UNCLEAR. If some differ: exactly one at
    or above and different from every other → ONE_SIDED; exactly one below and different from every other →
    ALL_BUT_ONE (of three or more); else DIFFERENT.
    """
    known = {key: view for key, view in views.items() if view and view.total >= rule.smallest_total}
    if len(known) < 2:
        return Judgement(Verdict.TOO_FEW)
    seeing = [key for key, view in known.items() if view.value >= rule.seen_from]
    blind = [key for key in known if key not in seeing]
    if not any(_differs(one, other, rule) for one in known.values() for other in known.values()):
        return Judgement(Verdict.UNCLEAR if seeing and blind else Verdict.ALL if seeing else Verdict.NONE)
    if len(seeing) == 1 and _stands_alone(seeing[0], known, rule):
        return Judgement(Verdict.ONE_SIDED, seeing[0])
    if len(blind) == 1 and _stands_alone(blind[0], known, rule):
        return Judgement(Verdict.ALL_BUT_ONE, blind[0])
    return Judgement(Verdict.DIFFERENT)


def _differs(one: Share, other: Share, rule: Rule) -> bool:
    # A tenth is 0.09999… as often as not.
    return one.apart_from(other) and abs(one.value - other.value) >= rule.smallest_gap - 1e-9


def _stands_alone(key: str, known: Mapping[str, Share], rule: Rule) -> bool:
    return all(_differs(known[key], view, rule) for other, view in known.items() if other != key)
