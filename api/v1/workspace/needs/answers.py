"""What the API says about needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rest_framework import serializers

from kisi.core.vocabulary import Perspective, Topic
from tenants.needs.models import Decision, Evidence, Need
from tenants.needs.queries import decisions_of, evidence_of, family_of
from tenants.needs.vocabulary import EvidenceKind, NeedState, Priority, Urgency


class ResponsibleSerializer(serializers.Serializer):
    """The account of the person who is responsible."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class NeedSerializer(serializers.Serializer):
    """One need."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    topic = serializers.ChoiceField(choices=Topic.choices, help_text="Handlungsfeld.")
    perspectives = serializers.ListField(
        child=serializers.ChoiceField(choices=Perspective.choices), help_text="Wer den Bedarf sieht."
    )
    reach = serializers.IntegerField(allow_null=True, help_text="Wie viele Menschen es ungefähr betrifft.")
    groups = serializers.CharField(allow_blank=True, help_text="Welche Gruppen.")
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    state = serializers.ChoiceField(choices=NeedState.choices)
    priority = serializers.ChoiceField(
        choices=Priority.choices, allow_blank=True, help_text="Die der letzten Entscheidung; leer: noch keine."
    )
    responsible = ResponsibleSerializer(allow_null=True)
    review_on = serializers.DateField(allow_null=True, help_text="Zu überprüfen am.")
    stated_on = serializers.DateField(allow_null=True, help_text="Festgestellt am.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class EvidenceSerializer(serializers.Serializer):
    """One thing that speaks for a need; numbers are those of the day it was taken over."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    text = serializers.CharField()
    origin = serializers.CharField(allow_blank=True, help_text="Quelle.")
    observed_on = serializers.DateField(allow_null=True)
    link = serializers.CharField(allow_blank=True)
    wave = serializers.IntegerField(allow_null=True)
    question = serializers.CharField(allow_blank=True)
    share = serializers.FloatField(allow_null=True, help_text="Anteil von 0 bis 1.")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(allow_null=True, help_text="Antworten.")
    cited_on = serializers.DateField()


class DecisionSerializer(serializers.Serializer):
    """One step in the history of a need."""

    state = serializers.ChoiceField(choices=NeedState.choices)
    priority = serializers.ChoiceField(choices=Priority.choices, allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField()
    decided_by = serializers.CharField(help_text="Name der Person oder des Zugangs.")


class NeedDetailSerializer(NeedSerializer):
    """One need with what speaks for it and what was decided."""

    evidence = EvidenceSerializer(many=True, help_text="Belege, auch die zusammengeführter Bedarfe.")
    decisions = DecisionSerializer(many=True, help_text="Die neueste zuerst.")


_COLUMNS: Final = (
    "id", "title", "description", "topic", "perspectives", "reach", "groups", "urgency", "state", "priority",
    "responsible", "review_on", "stated_on", "created_at", "updated_at",
)  # fmt: skip
_OF_EVIDENCE: Final = (
    "id", "kind", "text", "observed_on", "link", "share", "low", "high", "n", "cited_on",
)  # fmt: skip


def need_answers(needs: Iterable[Need]) -> list[dict[str, Any]]:
    """The representations of needs."""
    return [{**NeedSerializer(_values(need)).data} for need in needs]


def need_answer(need: Need) -> dict[str, Any]:
    """One need with all that belongs to it."""
    family = family_of(need)
    evidence = [_evidence(one) for one in evidence_of(family)]
    decisions = [_decision(one) for one in decisions_of(family)]
    return {**NeedDetailSerializer(_values(need) | {"evidence": evidence, "decisions": decisions}).data}


def _values(need: Need) -> dict[str, Any]:
    return {name: getattr(need, name) for name in _COLUMNS}


def _evidence(row: Evidence) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _OF_EVIDENCE}
    return values | {"origin": row.source, "wave": row.wave_id, "question": row.question_code}


def _decision(row: Decision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("state", "priority", "reason", "decided_at", "decided_by")}
