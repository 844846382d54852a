"""What people say about themselves: numbers so small that they point at somebody stay secret."""

from __future__ import annotations

from tenants.results.computing.tallies import Tally
from tenants.surveys.groups import UNKNOWN, hidden_values


def hidden_answers(tally: Tally, smallest: int) -> frozenset[str]:
    """The answers whose number is not shown; none where the question is not about the person.

    „Keine Angabe“ and no answer at all count together, as in the return by group: otherwise the number hidden there
    could be worked out from the ones shown here.
    """
    if not tally.question.demographic:
        return frozenset()
    counts = {value: tally.counts.get(value, 0) for value in tally.question.values}
    if tally.question.type == "multi":
        return frozenset(value for value, number in counts.items() if 0 < number < smallest)
    counts[UNKNOWN] = counts.get(UNKNOWN, 0) + tally.skipped + tally.hidden
    return hidden_values(counts, smallest) - ({UNKNOWN} - set(tally.question.values))
