"""The life of a wave: planned, released, ended, opened again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.models import Wave
from tenants.surveys.problems import WaveNotChangeable
from tenants.surveys.vocabulary import Channel, WaveState

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of addresses that people copy by hand: nothing that looks like something else (i l o 0 1)."""
TOKEN_LENGTH: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided about a wave; ``targets`` as in ``Wave``."""

    title: str
    version: InstrumentVersion
    opens_on: date
    closes_on: date
    channels: Sequence[str]
    targets: Mapping[str, Any] = field(default_factory=dict)


def create_wave(*, plan: Plan, by: Actor) -> Wave:
    """Plan a wave; nobody can answer it before it is released. Raises ``ValidationError``, ``WaveNotChangeable``."""
    with transaction.atomic():
        wave = Wave(token=_new_token(), created_by=by.label[:200])
        _write(wave, plan)
        record("surveys.wave_created", by=by, subject=wave.reference, details=_details(wave))
    return wave


def change_wave(*, wave: Wave, plan: Plan, by: Actor) -> Wave:
    """Change a wave: all of it while it is planned; a released one keeps its questions and its beginning.

    Raises ``ValidationError``, ``WaveNotChangeable``.
    """
    with transaction.atomic():
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        before = _details(locked)
        _refuse_late_changes(locked, plan)
        _write(locked, plan)
        after = _details(locked)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            record("surveys.wave_changed", by=by, subject=locked.reference, details=changes)
    return locked


def release_wave(*, wave: Wave, by: Actor) -> Wave:
    """Let a planned wave open on its first day. Raises ``WaveNotChangeable`` and says what is missing."""
    with transaction.atomic():
        locked = _locked(wave, WaveState.PLANNED, _("Diese Welle ist schon freigegeben oder beendet."))
        if locked.version.is_draft:
            raise WaveNotChangeable(_("Der Fragebogen ist noch ein Entwurf. Geben Sie ihn zuerst frei."))
        if locked.closes_on < timezone.localdate():
            raise WaveNotChangeable(_("Das Ende liegt in der Vergangenheit. Wählen Sie zuerst einen neuen Zeitraum."))
        return _move(locked, WaveState.RUNNING, "surveys.wave_released", by)


def end_wave(*, wave: Wave, by: Actor) -> Wave:
    """Take no more answers, whatever the dates say. Raises ``WaveNotChangeable``."""
    with transaction.atomic():
        locked = _locked(wave, WaveState.RUNNING, _("Nur eine freigegebene Welle lässt sich beenden."))
        return _move(locked, WaveState.ENDED, "surveys.wave_ended", by)


def reopen_wave(*, wave: Wave, closes_on: date, by: Actor) -> Wave:
    """Take answers again until a new last day. Raises ``WaveNotChangeable``."""
    with transaction.atomic():
        locked = _locked(wave, WaveState.ENDED, _("Nur eine beendete Welle lässt sich wieder öffnen."))
        if closes_on < max(timezone.localdate(), locked.opens_on):
            raise WaveNotChangeable(_("Das neue Ende muss heute oder später sein."))
        locked.closes_on = closes_on
        locked.was_reopened = True
        return _move(locked, WaveState.RUNNING, "surveys.wave_reopened", by)


def _new_token() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(TOKEN_LENGTH))


def _locked(wave: Wave, needed: WaveState, otherwise: str) -> Wave:
    locked = Wave.objects.select_for_update(of=("self",)).select_related("version").get(pk=wave.pk)
    if locked.state != needed:
        raise WaveNotChangeable(otherwise)
    return locked


def _move(wave: Wave, state: WaveState, event: str, by: Actor) -> Wave:
    wave.state = state
    wave.save(update_fields=["state", "closes_on", "was_reopened"])
    record(event, by=by, subject=wave.reference, details={"closes_on": wave.closes_on.isoformat()})
    return wave


def _write(wave: Wave, plan: Plan) -> None:
    wave.title, wave.version = plan.title, plan.version
    wave.perspective = plan.version.instrument.perspective
    wave.opens_on, wave.closes_on = plan.opens_on, plan.closes_on
    known = [str(channel) for channel in Channel]
    wave.channels = [channel for channel in known if channel in plan.channels]
    if not wave.channels:
        raise WaveNotChangeable(_("Wählen Sie mindestens einen Weg, auf dem Menschen antworten können."))
    wave.targets = dict(plan.targets)
    wave.full_clean()
    wave.save()


def _refuse_late_changes(wave: Wave, plan: Plan) -> None:
    if wave.state == WaveState.ENDED:
        raise WaveNotChangeable(_("Diese Welle ist beendet. Öffnen Sie sie wieder, wenn Sie etwas ändern wollen."))
    fixed = wave.version_id != plan.version.pk or wave.opens_on != plan.opens_on
    if wave.state == WaveState.RUNNING and fixed:
        raise WaveNotChangeable(
            _("Fragebogen und Beginn stehen mit der Freigabe fest. Legen Sie dafür eine neue Welle an.")
        )


def _details(wave: Wave) -> dict[str, Any]:
    return {
        "title": wave.title,
        "version": wave.version_id,
        "opens_on": wave.opens_on.isoformat(),
        "closes_on": wave.closes_on.isoformat(),
        "channels": wave.channels,
        "targets": wave.targets,
    }
