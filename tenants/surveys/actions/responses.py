"""The one door for answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from tenants.surveys.checking import checked_answers
from tenants.surveys.models import Response, SurveySettings, Wave
from tenants.surveys.problems import AnswersRefused, ChannelNotAllowed, OtherAnswerUnderThisId, WaveNotOpen
from tenants.surveys.vocabulary import Channel

CHUNK: Final = 1_000
LANGUAGES: Final = frozenset(language.code for language in PARTICIPANT_LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one filled-in sheet says; ``id`` is random and was given to it when it was begun."""

    id: uuid.UUID
    channel: str
    language: str
    consent_version: int
    answers: Mapping[str, Any] = field(default_factory=dict)


def accept_response(
    *,
    wave: Wave,
    id: uuid.UUID,  # noqa: A002 (the field's name)
    channel: str,
    language: str,
    answers: Mapping[str, Any],
    consent_version: int,
    by: Actor | None = None,
) -> Response:
    """Take one filled-in sheet; the response. The same sheet again is the same response.

    ``by`` is who typed it in (paper, interview), None for people who answer themselves: of them the trail
    says nothing, because it knows exact times. Raises ``WaveNotOpen``, ``ChannelNotAllowed``,
    ``AnswersRefused``, ``OtherAnswerUnderThisId``; nothing is stored then.
    """
    sheet = Sheet(id=id, channel=channel, language=language, consent_version=consent_version, answers=answers)
    today = timezone.localdate()
    refusal = _refusal(wave, channel, today)
    if refusal is not None:
        # A sheet sent again after the end was accepted before it.
        known = Response.objects.filter(pk=id).first()
        if known is None:
            raise refusal
        return _same(known, wave, sheet, dict(answers))
    accepted = _checked(wave, sheet)
    with transaction.atomic():
        Response.objects.bulk_create([_row(wave, sheet, accepted, today)], ignore_conflicts=True)
        response = _same(Response.objects.get(pk=id), wave, sheet, accepted)
        if by is not None:
            record("surveys.sheet_typed", by=by, subject=wave.reference, details={"channel": channel})
    return response


def accept_responses(*, wave: Wave, sheets: Iterable[Sheet], by: Actor, on: date | None = None) -> int:
    """Take many sheets at once (demo data, imports): every one is checked, all are stored or none; how many are new.

    ``on`` is the day they count for, a day of the wave. Raises like ``accept_response``.
    """
    day = on or timezone.localdate()
    rows = []
    for sheet in sheets:
        if sheet.channel not in wave.channels:
            raise ChannelNotAllowed(_("Diesen Weg bietet die Welle nicht an."))
        rows.append(_row(wave, sheet, _checked(wave, sheet), day))
    if not wave.opens_on <= day <= wave.closes_on:
        raise WaveNotOpen(_("Dieser Tag liegt nicht im Zeitraum der Welle."))
    with transaction.atomic():
        before = Response.objects.filter(wave=wave).count()
        Response.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
        new = Response.objects.filter(wave=wave).count() - before
        record("surveys.responses_accepted", by=by, subject=wave.reference, details={"number": new})
    return new


def _refusal(wave: Wave, channel: str, today: date) -> Exception | None:
    if channel not in Channel.values or channel not in wave.channels:
        return ChannelNotAllowed(_("Diesen Weg bietet die Welle nicht an."))
    # Only then is the settings row asked for: while a wave is open its answer would change nothing.
    if wave.takes(channel, today, late_days=0):
        return None
    if wave.takes(channel, today, late_days=SurveySettings.current().late_days):
        return None
    return WaveNotOpen(_("Diese Welle nimmt zurzeit keine Antworten an."))


def _checked(wave: Wave, sheet: Sheet) -> dict[str, Any]:
    if sheet.language not in LANGUAGES:
        raise AnswersRefused(_("Diese Sprache kennt KISI nicht."), {"": "unknown_language"})
    return checked_answers(wave.version, sheet.answers)


def _row(wave: Wave, sheet: Sheet, answers: dict[str, Any], day: date) -> Response:
    return Response(
        id=sheet.id,
        wave=wave,
        version_id=wave.version_id,
        channel=sheet.channel,
        language=sheet.language,
        week=wave.week_of(day),
        consent_version=sheet.consent_version,
        answers=answers,
    )


def _same(known: Response, wave: Wave, sheet: Sheet, answers: dict[str, Any]) -> Response:
    """The stored response where it says what was sent. Raises ``OtherAnswerUnderThisId``."""
    stored = (known.wave_id, known.channel, known.language, known.answers)
    if stored != (wave.pk, sheet.channel, sheet.language, answers):
        raise OtherAnswerUnderThisId(_("Unter dieser Nummer liegt schon ein anderer Antwortbogen."))
    return known
