"""A sheet from its beginning to its sending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tenants.participation.models import ParticipationDraft, StoppedSheets
from tenants.participation.problems import DraftGone, ResumeCodeExpired, ResumeCodeUnknown
from tenants.surveys.actions import accept_response, redeem_code, release_code
from tenants.surveys.hashing import code_hash, new_code
from tenants.surveys.models import Response, SurveySettings, Wave
from tenants.surveys.vocabulary import Channel

RESUME: Final = "resume"
KEPT_WITHOUT_A_CODE: Final = timedelta(days=1)
"""A sheet nobody took a code for is kept until the end of the next day: midnight interrupts nobody."""


def begin(*, wave: Wave, language: str, consent_version: int, code: str = "") -> ParticipationDraft:
    """Begin a sheet; with an invitation code it uses that up. Raises ``CodeNotValid``."""
    with transaction.atomic():
        invitation = redeem_code(wave=wave, code=code) if code else None
        return ParticipationDraft.objects.create(
            wave=wave,
            channel=Channel.CODE if code else Channel.LINK,
            language=language,
            consent_version=consent_version,
            invitation=invitation,
            expires_on=timezone.localdate() + KEPT_WITHOUT_A_CODE,
        )


def save_page(*, draft: ParticipationDraft, answers: Mapping[str, Any], page: str, language: str = "") -> None:
    """Keep all answers so far and where to go on. The caller has checked the answers."""
    draft.answers, draft.page = dict(answers), page
    draft.language = language or draft.language
    kept = ParticipationDraft.objects.filter(pk=draft.pk)
    if not kept.update(answers=draft.answers, page=draft.page, language=draft.language):
        raise DraftGone


def send(*, draft: ParticipationDraft, wave: Wave, answers: Mapping[str, Any]) -> Response | None:
    """Hand the sheet in: accepted and the draft deleted in one transaction.

    Sending again finds the response; None where there is neither (deleted, expired). Raises like ``accept_response``.
    """
    with transaction.atomic():
        # Deleting first is the lock: whoever comes second waits here, and finds the response.
        # Raw, because Django otherwise asks for the row again before it deletes it.
        sheet = ParticipationDraft.objects.filter(pk=draft.pk)
        if not sheet._raw_delete(sheet.db):
            return Response.objects.filter(pk=draft.pk, wave=wave).first()
        return accept_response(
            wave=wave,
            id=draft.pk,
            channel=draft.channel,
            language=draft.language,
            answers=answers,
            consent_version=draft.consent_version,
        )


def pause(*, draft: ParticipationDraft) -> str:
    """A new code to go on with later, in clear; an older one of this sheet stops working."""
    code = new_code()
    draft.resume_hash = code_hash(code, RESUME)
    draft.expires_on = timezone.localdate() + timedelta(days=SurveySettings.current().resume_days)
    draft.save(update_fields=["resume_hash", "expires_on"])
    return code


def resume(*, wave: Wave, code: str) -> ParticipationDraft:
    """The sheet of a code. Raises ``ResumeCodeUnknown``, ``ResumeCodeExpired``."""
    draft = ParticipationDraft.objects.filter(wave=wave, resume_hash=code_hash(code, RESUME)).first()
    if draft is None:
        raise ResumeCodeUnknown
    if draft.expires_on < timezone.localdate():
        raise ResumeCodeExpired
    return draft


def delete_expired() -> int:
    """Delete sheets whose last day is over and give their invitation codes back; how many.

    What stays of them is a number: at which page of which wave they ended.
    """
    with transaction.atomic():
        over = ParticipationDraft.objects.select_for_update(skip_locked=True).filter(
            expires_on__lt=timezone.localdate()
        )
        drafts = list(over)
        for draft in drafts:
            if draft.invitation:
                release_code(key=draft.invitation)
        _count_stopped(Counter((draft.wave_id, draft.page) for draft in drafts))
        ParticipationDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return len(drafts)


def _count_stopped(ended: Counter[tuple[int, str]]) -> None:
    """Add to the numbers of (wave, page); in one order, so that two sweeps at once never wait for each other."""
    for (wave, page), number in sorted(ended.items()):
        row, is_new = StoppedSheets.objects.get_or_create(wave_id=wave, page=page, defaults={"number": number})
        if not is_new:
            StoppedSheets.objects.filter(pk=row.pk).update(number=F("number") + number)
