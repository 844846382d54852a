"""What the API says about the central library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from kisi.core.vocabulary import Topic
from shared.library.models import Template, TemplateVersion
from shared.library.vocabulary import Kind

TOPIC = "Handlungsfeld; leer: übergreifend."


class VersionSummarySerializer(serializers.Serializer):
    """One published version, without its content."""

    number = serializers.IntegerField(min_value=1)
    published_at = serializers.DateTimeField()
    change_note = serializers.CharField(help_text="Was in dieser Fassung neu ist.")


class TemplateSerializer(serializers.Serializer):
    """A template with its published versions, the newest first."""

    key = serializers.CharField(help_text="Name für Programme; ändert sich nie.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True, help_text="Ein Satz: wozu sie gut ist.")
    topic = serializers.ChoiceField(choices=Topic.choices, allow_blank=True, help_text=TOPIC)
    adopt_by_default = serializers.BooleanField(help_text="Neue Kommunen übernehmen sie von selbst.")
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="Seit wann sie nicht mehr empfohlen wird; dann übernimmt sie niemand mehr."
    )
    versions = VersionSummarySerializer(many=True)


class TemplateVersionSerializer(serializers.Serializer):
    """One published version; it never changes again."""

    key = serializers.CharField()
    version = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True, help_text="Ein Satz: wozu sie gut ist.")
    topic = serializers.ChoiceField(choices=Topic.choices, allow_blank=True, help_text=TOPIC)
    change_note = serializers.CharField()
    published_at = serializers.DateTimeField()
    content = serializers.DictField(help_text="Je nach Art der Vorlage.")


def published_templates() -> QuerySet[Template]:
    """Templates of which at least one version can be adopted."""
    return Template.objects.filter(versions__published_at__isnull=False).distinct().order_by("key")


def template_answers(rows: Sequence[Template]) -> list[dict[str, Any]]:
    """The representations of several templates, with one more query."""
    versions: dict[int, list[TemplateVersion]] = {row.pk: [] for row in rows}
    newest_first = TemplateVersion.objects.published().filter(template__in=list(versions)).order_by("-number")
    for version in newest_first.defer("content"):
        versions[version.template_id].append(version)
    names = ("key", "kind", "title", "summary", "topic", "adopt_by_default", "withdrawn_at")
    return [
        {**TemplateSerializer({**{name: getattr(row, name) for name in names}, "versions": versions[row.pk]}).data}
        for row in rows
    ]


def version_answer(version: TemplateVersion) -> dict[str, Any]:
    """The representation of one version with its content."""
    template = version.template
    values = {
        "key": template.key,
        "version": version.number,
        "kind": template.kind,
        "title": version.shown_title,
        "summary": version.summary,
        "topic": version.topic,
        "change_note": version.change_note,
        "published_at": version.published_at,
        "content": version.content,
    }
    return {**TemplateVersionSerializer(values).data}
