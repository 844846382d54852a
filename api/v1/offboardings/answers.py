"""What the API says about an off-boarding."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.v1.addresses import link_header, offboarding_address
from api.v1.municipalities.answers import BriefMunicipalitySerializer, brief_answer
from api.v1.onboardings.answers import StepSerializer
from shared.municipalities.models import Municipality
from shared.onboarding.models import Offboarding
from shared.onboarding.vocabulary import OPEN_STATUSES, JobStatus, OffboardingStepName


class OffboardingStepSerializer(StepSerializer):
    """One step of an off-boarding."""

    name = serializers.ChoiceField(choices=OffboardingStepName.choices)


class OffboardingSerializer(serializers.Serializer):
    """The job of letting one municipality go: closed, archived, kept for the grace period, dropped."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=JobStatus.choices)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    grace_days = serializers.IntegerField(min_value=0, help_text="Schonfrist in Tagen.")
    due_at = serializers.DateTimeField(help_text="Vorher wird nichts gelöscht.")
    archived_at = serializers.DateTimeField(allow_null=True, help_text="Seit wann es ein geprüftes Archiv gibt.")
    archive_sha256 = serializers.CharField(help_text="Prüfsumme des Archivs; leer, solange es keines gibt.")
    archive_bytes = serializers.IntegerField(allow_null=True, min_value=0, help_text="Größe des Archivs.")
    steps = OffboardingStepSerializer(many=True)
    municipality = BriefMunicipalitySerializer()


_COLUMNS: Final = (
    "id", "status", "created_at", "finished_at", "grace_days", "due_at",
    "archived_at", "archive_sha256", "archive_bytes",
)  # fmt: skip


def offboarding_answer(offboarding: Offboarding) -> dict[str, Any]:
    """The representation of an off-boarding."""
    status = offboarding.municipality.status
    brief = brief_answer(ags=offboarding.ags, name=offboarding.name, slug=offboarding.slug, status=status)
    own = {name: getattr(offboarding, name) for name in _COLUMNS}
    values = {**own, "steps": list(offboarding.steps.all()), "municipality": brief}
    return {**OffboardingSerializer(values).data}


def leaving_problem(municipality: Municipality, detail: str) -> ApiProblem:
    """409, with a link to the off-boarding where one is going on."""
    running = Offboarding.objects.filter(municipality=municipality, status__in=OPEN_STATUSES).first()
    links = {"offboarding": offboarding_address(running.pk)} if running else {}
    more: dict[str, Any] = {"headers": link_header(links), "members": {"links": links}} if links else {}
    return ApiProblem(Kind.STATE_CONFLICT, detail=detail, **more)
