"""What the steps do."""

from shared.onboarding.steps.offboarding import OFFBOARDING
from shared.onboarding.steps.onboarding import ONBOARDING

__all__ = ["OFFBOARDING", "ONBOARDING"]
