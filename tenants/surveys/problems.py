"""What may stand in the way of an action, in German words a person can read."""

from __future__ import annotations

from collections.abc import Mapping


class SurveyProblem(ValueError):
    """Base of all: the message names the way out."""


class WaveNotChangeable(SurveyProblem):
    """The wave has gone too far for this change."""


class WaveNotOpen(SurveyProblem):
    """The wave takes no answers today."""


class ChannelNotAllowed(SurveyProblem):
    """The wave does not take answers by this way."""


class AnswersRefused(SurveyProblem):
    """Answers that do not fit the instrument; ``errors`` says for each question what is wrong (a code and a text)."""

    def __init__(self, message: str, errors: Mapping[str, str]) -> None:
        super().__init__(message)
        self.errors = dict(errors)


class OtherAnswerUnderThisId(SurveyProblem):
    """This id belongs to a response with other content already: nothing was stored."""


class CodeNotValid(SurveyProblem):
    """An invitation code that is unknown here or was used: one message for both."""


class SheetTypedAlready(SurveyProblem):
    """A paper sheet with this number was typed in before."""
