"""What may stand in the way of taking part; the pages say it in the participant's language."""

from __future__ import annotations


class ParticipationProblem(ValueError):
    """Base of all; ``text`` is the key of a sentence in ``interface_texts.json``."""

    text = "went_wrong"


class DraftGone(ParticipationProblem):
    """The sheet was sent, deleted or has expired meanwhile."""


class ResumeCodeUnknown(ParticipationProblem):
    """No sheet goes by this code here."""

    text = "code_unknown"


class ResumeCodeExpired(ParticipationProblem):
    """The sheet's last day is over."""

    text = "code_expired"
