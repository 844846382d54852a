"""What may stand in the way of an action, in words a person can read."""

from __future__ import annotations


class NeedProblem(ValueError):
    """Base of all: the message is German and meant for the screen."""


class NoSuchStep(NeedProblem):
    """A state that does not follow from the one the need is in."""


class CannotMerge(NeedProblem):
    """These two needs cannot become one."""
