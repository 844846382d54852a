"""Everything that can be asked for: an onboarding, an off-boarding, and to bring back what an archive holds.

All run in the central realm; the work itself is done by the provisioning worker (``shared.onboarding.runner``).
"""

from shared.municipalities.actions import (
    RevisionChanged,
    StatusNotPossible,
    activate_municipality,
    suspend_municipality,
)
from shared.onboarding.actions.invitation import repeat_invitation
from shared.onboarding.actions.offboarding import cancel_offboarding, request_offboarding, retry_offboarding
from shared.onboarding.actions.onboarding import request_onboarding, retry_onboarding
from shared.onboarding.actions.restoration import restore_municipality
from shared.onboarding.planning import Coordinator, OnboardingPlan, plan_onboarding
from shared.onboarding.problems import (
    AlreadyOnBoard,
    FieldProblem,
    InvitationNotRepeatable,
    NotCancellable,
    NotRetryable,
    OffboardingRefused,
    OnboardingRefused,
    RestorationRefused,
)

__all__ = [
    "AlreadyOnBoard",
    "Coordinator",
    "FieldProblem",
    "InvitationNotRepeatable",
    "NotCancellable",
    "NotRetryable",
    "OffboardingRefused",
    "OnboardingPlan",
    "OnboardingRefused",
    "RestorationRefused",
    "RevisionChanged",
    "StatusNotPossible",
    "activate_municipality",
    "cancel_offboarding",
    "plan_onboarding",
    "repeat_invitation",
    "request_offboarding",
    "request_onboarding",
    "restore_municipality",
    "retry_offboarding",
    "retry_onboarding",
    "suspend_municipality",
]
