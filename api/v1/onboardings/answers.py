"""What the API says about an onboarding."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from api.v1.municipalities.answers import BriefMunicipalitySerializer, brief_answer
from shared.municipalities.vocabulary import Status
from shared.onboarding.models import Onboarding
from shared.onboarding.planning import OnboardingPlan
from shared.onboarding.vocabulary import JobStatus, OnboardingStepName, StepStatus

_STATUSES: Final = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.COMPLETED, JobStatus.FAILED)


class StepSerializer(serializers.Serializer):
    """One step of an onboarding."""

    name = serializers.ChoiceField(choices=OnboardingStepName.choices)
    status = serializers.ChoiceField(choices=StepStatus.choices)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    detail = serializers.CharField(help_text="Was geschehen ist, in einem Satz; leer, solange nichts zu sagen ist.")


class OnboardingSerializer(serializers.Serializer):
    """The job of bringing one municipality on board."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=[(status.value, status.label) for status in _STATUSES])
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    steps = StepSerializer(many=True)
    municipality = BriefMunicipalitySerializer()


class PlannedTemplateSerializer(serializers.Serializer):
    """A template that would be adopted."""

    key = serializers.CharField()
    version = serializers.IntegerField(min_value=1)
    title = serializers.CharField()


class PlanSerializer(serializers.Serializer):
    """What would happen."""

    dry_run = serializers.BooleanField()
    steps = serializers.ListField(child=serializers.ChoiceField(choices=OnboardingStepName.choices))
    templates = PlannedTemplateSerializer(many=True)
    municipality = BriefMunicipalitySerializer()


def onboarding_answer(onboarding: Onboarding) -> dict[str, Any]:
    """The representation of an onboarding."""
    municipality = onboarding.municipality
    status = municipality.status if municipality else Status.ONBOARDING.value
    brief = brief_answer(ags=onboarding.ags, name=onboarding.name, slug=onboarding.slug, status=status)
    values = {
        "id": onboarding.pk,
        "status": onboarding.status,
        "created_at": onboarding.created_at,
        "finished_at": onboarding.finished_at,
        "steps": list(onboarding.steps.all()),
    }
    return {**OnboardingSerializer({**values, "municipality": brief}).data}


def plan_answer(plan: OnboardingPlan) -> dict[str, Any]:
    """The representation of what would happen."""
    brief = brief_answer(ags=plan.ags, name=plan.name, slug=plan.slug, status=Status.ONBOARDING.value)
    values = {"dry_run": True, "steps": plan.steps, "templates": plan.templates, "municipality": brief}
    return {**PlanSerializer(values).data}
