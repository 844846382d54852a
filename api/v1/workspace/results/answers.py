"""What the API says about results: what the files of the same pages hold, and no more."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from shared.instruments.definition import DONT_KNOW, Question
from tenants.results.computing.persons import hidden_answers
from tenants.results.computing.tallies import Tally
from tenants.results.cross_tabs import table_of
from tenants.results.labels import answer_label, group_label, question_text, row_label
from tenants.results.models import CrossTab
from tenants.results.queries import WaveResult
from tenants.results.vocabulary import Crossing


class CountedAnswerSerializer(serializers.Serializer):
    """How often one answer was given; shares from 0 to 1 of those who answered, with their 95 % interval."""

    value = serializers.CharField(help_text="Kürzel der Antwort.")
    text = serializers.CharField(help_text="Die Antwort in Worten.")
    number = serializers.IntegerField(
        min_value=0, allow_null=True, help_text="null: geschützt, weil zu klein; dann fehlen auch Anteil und Bereich."
    )
    share = serializers.FloatField(allow_null=True, help_text="Anteil von 0 bis 1 an denen, die geantwortet haben.")
    low = serializers.FloatField(allow_null=True, help_text="95-%-Bereich: von.")
    high = serializers.FloatField(allow_null=True, help_text="95-%-Bereich: bis.")


class CountedQuestionSerializer(serializers.Serializer):
    """One question; free answers, dates and numbers are only counted."""

    code = serializers.CharField()
    text = serializers.CharField()
    type = serializers.CharField(help_text="Art der Frage.")
    answered = serializers.IntegerField(min_value=0)
    dont_know = serializers.IntegerField(min_value=0, help_text="„Weiß ich nicht“.")
    skipped = serializers.IntegerField(min_value=0, help_text="Gefragt, aber nicht beantwortet.")
    not_asked = serializers.IntegerField(min_value=0, help_text="Bögen, auf denen die Frage nicht stand.")
    answers = CountedAnswerSerializer(many=True, help_text="Leer bei Fragen ohne feste Antworten.")


class WaveResultSerializer(serializers.Serializer):
    """All numbers of a wave, not weighted."""

    wave = serializers.IntegerField()
    sheets = serializers.IntegerField(min_value=0, help_text="Antwortbögen.")
    questions = CountedQuestionSerializer(many=True)


class GroupSerializer(serializers.Serializer):
    """A column of a cross-tab."""

    key = serializers.CharField(allow_blank=True, help_text="Leer: übrige und keine Angabe, zusammengefasst.")
    name = serializers.CharField()
    answered = serializers.IntegerField(min_value=0)


class CellSerializer(serializers.Serializer):
    """One number of a cross-tab."""

    group = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField(min_value=0, allow_null=True, help_text="null: geschützt, weil zu klein.")


class RowSerializer(serializers.Serializer):
    """One answer in all groups."""

    value = serializers.CharField(
        help_text="Kürzel der Antwort; bei Fragen nach einem Bedarf need und no_need, die Antworten zusammengefasst."
    )
    text = serializers.CharField()
    cells = CellSerializer(many=True)


class CrossingSerializer(serializers.Serializer):
    """A question by a group, small cells protected; without rows where nothing may be shown."""

    wave = serializers.IntegerField()
    question = serializers.CharField()
    text = serializers.CharField()
    by = serializers.ChoiceField(choices=Crossing.choices)
    smallest_cell = serializers.IntegerField(help_text="Kleinere Zahlen als diese sind geschützt.")
    sheets = serializers.IntegerField(min_value=0, help_text="Antwortbögen, die gezählt sind.")
    fixed_on = serializers.DateField(help_text="Der Tag, seit dem die Tabelle feststeht.")
    groups = GroupSerializer(many=True)
    rows = RowSerializer(many=True)


def result_answer(result: WaveResult, smallest: int) -> dict[str, Any]:
    """All counts of a wave; of what people say about themselves nothing under ``smallest``."""
    questions = [_question(tally, hidden_answers(tally, smallest)) for tally in result.counted.tallies.values()]
    values = {"wave": result.wave.pk, "sheets": result.sheets, "questions": questions}
    return {**WaveResultSerializer(values).data}


def crossing_answer(fixed: CrossTab, question: Question) -> dict[str, Any]:
    """A protected cross-tab, as it was fixed."""
    safe, by = table_of(fixed), fixed.by
    columns = () if safe.is_empty else safe.columns
    values = {
        "wave": fixed.wave_id,
        "question": question.code,
        "text": question_text(question),
        "by": by,
        "smallest_cell": fixed.smallest_cell,
        "sheets": fixed.sheets,
        "fixed_on": fixed.fixed_on,
        "groups": [{"key": key, "name": group_label(by, key), "answered": safe.totals[key]} for key in columns],
        "rows": [
            {
                "value": row,
                "text": row_label(question, row),
                "cells": [{"group": key, "number": safe.shown(row, key)} for key in columns],
            }
            for row in (safe.rows if columns else ())
        ],
    }
    return {**CrossingSerializer(values).data}


def _question(tally: Tally, secret: frozenset[str]) -> dict[str, Any]:
    question = tally.question
    return {
        "code": question.code,
        "text": question_text(question),
        "type": question.type,
        "answered": tally.answered,
        "dont_know": tally.dont_know,
        "skipped": tally.skipped,
        "not_asked": tally.hidden,
        "answers": [_answer(tally, value, secret) for value in question.values if value != DONT_KNOW],
    }


def _answer(tally: Tally, value: str, secret: frozenset[str]) -> dict[str, Any]:
    share = None if value in secret else tally.share(value)
    shares = {"share": share.value, "low": share.low, "high": share.high} if share else {}
    return {
        "value": value,
        "text": answer_label(tally.question, value),
        "number": None if value in secret else tally.counts.get(value, 0),
        **{name: round(shares[name], 4) if shares else None for name in ("share", "low", "high")},
    }
