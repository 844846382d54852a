"""The jobs that bring municipalities on board and let them leave, and their steps."""

from shared.onboarding.models.jobs import Job, JobStep
from shared.onboarding.models.offboarding import Offboarding, OffboardingStep
from shared.onboarding.models.onboarding import Onboarding, OnboardingStep

__all__ = ["Job", "JobStep", "Offboarding", "OffboardingStep", "Onboarding", "OnboardingStep"]
