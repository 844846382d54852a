"""Sheets that somebody types in: paper, and taking an entry back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.surveys.actions.responses import accept_response
from tenants.surveys.models import Response, SurveySettings, TypedSheet, Wave
from tenants.surveys.problems import SheetTypedAlready, SurveyProblem
from tenants.surveys.vocabulary import Channel


def number_sheets(*, wave: Wave, count: int, by: Actor) -> range:
    """Numbers for sheets that are printed now; no number of a wave is given twice. Raises ``SurveyProblem``."""
    largest = SurveySettings.current().largest_print
    if not 1 <= count <= largest:
        raise SurveyProblem(_("Wählen Sie eine Anzahl von 1 bis %(largest)s.") % {"largest": largest})
    with transaction.atomic():
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        first = locked.printed_sheets + 1
        locked.printed_sheets += count
        locked.save(update_fields=["printed_sheets"])
        record("surveys.sheets_printed", by=by, subject=wave.reference, details={"first": first, "count": count})
    return range(first, first + count)


def type_sheet(
    *,
    wave: Wave,
    id: uuid.UUID,  # noqa: A002 (the field's name)
    language: str,
    answers: Mapping[str, Any],
    consent_version: int,
    by: Actor,
    number: int | None = None,
    repeat: bool = False,
) -> Response:
    """Take a paper sheet that was typed in. ``number`` is the one printed on it; ``repeat`` says it is meant so.

    Raises ``SheetTypedAlready`` and everything ``accept_response`` raises.
    """
    with transaction.atomic():
        if number is not None and not Response.objects.filter(pk=id).exists():
            _sheet, is_new = TypedSheet.objects.get_or_create(wave=wave, number=number)
            if not is_new and not repeat:
                raise SheetTypedAlready(
                    _("Der Bogen %(number)s wurde schon erfasst. Prüfen Sie die Nummer.") % {"number": number}
                )
        return accept_response(
            wave=wave,
            id=id,
            channel=Channel.PAPER,
            language=language,
            answers=answers,
            consent_version=consent_version,
            by=by,
        )


def withdraw_sheet(*, wave: Wave, id: uuid.UUID, number: int | None, by: Actor) -> bool:  # noqa: A002 (the field's name)
    """Take back a sheet somebody has just typed in; False where it is gone already.

    The caller knows that it is one of this person's last entries: the row itself does not tell.
    """
    with transaction.atomic():
        deleted, _kinds = Response.objects.filter(pk=id, wave=wave).delete()
        if number is not None:
            TypedSheet.objects.filter(wave=wave, number=number).delete()
        if deleted:
            record("surveys.sheet_withdrawn", by=by, subject=wave.reference)
    return bool(deleted)
