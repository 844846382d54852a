"""What can be wrong with a wish to bring a municipality on board or let it go."""

from __future__ import annotations

from dataclasses import dataclass

from shared.municipalities.models import Municipality
from shared.onboarding.models import Onboarding


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that cannot be accepted: where (JSON pointer, RFC 6901), which kind, and a sentence with the way out.

    ``code`` is a value of ``vocabulary.ProblemCode``.
    """

    pointer: str
    code: str
    detail: str


class OnboardingRefused(ValueError):
    """The request has faults; all of them are named at once."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(" ".join(problem.detail for problem in problems))
        self.problems = problems


class RestorationRefused(ValueError):
    """The archive cannot be brought back here, or not now; the message says why and what to do."""


class AlreadyOnBoard(ValueError):
    """The municipality is on board or on its way: ``municipality`` is None while its onboarding has not made it yet."""

    def __init__(self, municipality: Municipality | None, onboarding: Onboarding | None) -> None:
        subject = municipality or onboarding
        state = "ist bereits an Bord" if municipality else "wird gerade aufgenommen"
        super().__init__(f"„{subject.name if subject else ''}“ {state}.")
        self.municipality = municipality
        self.onboarding = onboarding


class NotRetryable(ValueError):
    """The job cannot be tried again; the message says why."""


class OffboardingRefused(ValueError):
    """The municipality cannot be let go now; the message says why."""


class NotCancellable(ValueError):
    """The off-boarding cannot be taken back any more; the message says why."""


class InvitationNotRepeatable(ValueError):
    """The coordinator's invitation cannot be sent again; the message says why."""
