"""What may stand in the way of an action, in words a person can read."""

from __future__ import annotations


class ContactPointProblem(ValueError):
    """Base of all: the message is German and meant for the screen."""


class MainIsNeeded(ContactPointProblem):
    """One contact point stands for the municipality, as long as there is any."""


class DaysOverlap(ContactPointProblem):
    """Two exceptions would say different times for one day."""
