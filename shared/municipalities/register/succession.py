"""From a key that is no longer in use to the one that took its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Succession(NamedTuple):
    """The part of a territorial change that matters for following it."""

    predecessor_ags: str
    successor_ags: str
    effective_on: date


class AmbiguousSuccessor(ValueError):
    """The municipality was divided: no single municipality took its place."""


def resolve_successor(ags: str, day: date, successions: Iterable[Succession]) -> str:
    """The key that stands on ``day`` for what ``ags`` once named; ``ags`` itself when nothing happened to it.

    Changes are followed in order of time, each at most once, so that a key given out again later cannot lead
    into a circle. Renamings (same key on both sides) lead nowhere and are passed over.

    Raises:
        AmbiguousSuccessor: the territory went to several successors on one day.
    """
    happened = sorted(
        {s for s in successions if s.effective_on <= day and s.predecessor_ags != s.successor_ags},
        key=lambda succession: succession.effective_on,
    )
    key, since = ags, date.min
    while step := _next_step(key, since, happened):
        key, since = step.successor_ags, step.effective_on
    return key


def _next_step(ags: str, since: date, happened: list[Succession]) -> Succession | None:
    later = [s for s in happened if s.predecessor_ags == ags and s.effective_on > since]
    if not later:
        return None
    first = [s for s in later if s.effective_on == later[0].effective_on]
    if len(first) > 1:
        names = ", ".join(sorted(s.successor_ags for s in first))
        raise AmbiguousSuccessor(f"Das Gebiet von {ags} ging an mehrere Gemeinden über: {names}.")
    return first[0]
