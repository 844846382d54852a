"""What can stand in the way, said in German."""

from __future__ import annotations


class InstrumentProblem(ValueError):
    """Something that cannot be done now; the message names the way out."""


class NoDraft(InstrumentProblem):
    """There is nothing to change: no draft."""


class NothingToUndo(InstrumentProblem):
    """The draft is as it was begun."""


class NotReady(InstrumentProblem):
    """The draft cannot be released yet."""
