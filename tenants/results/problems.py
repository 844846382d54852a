"""What can go wrong with results, in sentences people can act on."""

from __future__ import annotations


class ResultsProblem(Exception):
    """The message is German and shown as it is."""


class NotPublishable(ResultsProblem):
    """A question may not stand on the public page (yet)."""


class WaveStillOpen(ResultsProblem):
    """What only a finished wave shows: sheets can still come."""
