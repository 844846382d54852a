"""The draft of an instrument: begin, change, undo, discard, release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from shared.instruments.definition import parse
from shared.instruments.local_part import has_library_part, refuse_touching_the_core
from shared.instruments.translation import with_reviews_reopened
from tenants.instruments.actions.instruments import subject_of
from tenants.instruments.models import DraftStep, Instrument, InstrumentVersion
from tenants.instruments.problems import InstrumentProblem, NoDraft, NothingToUndo, NotReady

Change = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Takes the definition as it is now and returns the changed one; may raise what explains a refusal."""


@transaction.atomic
def begin_draft(*, instrument: Instrument, by: Actor) -> InstrumentVersion:
    """The draft of the next version, like the newest one; the one that is there already, if there is one."""
    newest = _locked(instrument).versions.order_by("-number").first()
    if newest is None:
        raise NoDraft(_("Dieser Fragebogen hat keine Fassung."))
    if newest.is_draft:
        return newest
    draft = InstrumentVersion.objects.create(
        instrument=instrument,
        number=newest.number + 1,
        definition=newest.definition,
        origin_version=newest.origin_version,
        changed_by=by.label[:200],
    )
    record("instruments.draft_begun", by=by, subject=subject_of(instrument), details={"number": draft.number})
    return draft


@transaction.atomic
def change_draft(*, instrument: Instrument, change: Change, what: str, by: Actor) -> InstrumentVersion:
    """Change the draft, keep the state before for ``undo``.

    ``change`` runs on the newest state under a lock, so that two people lose nothing. Raises ``NoDraft``,
    ``MalformedDefinition``, ``CoreLocked`` and whatever ``change`` raises; then nothing changed.
    """
    draft = _draft(instrument)
    changed = dict(change(draft.definition))
    if changed == draft.definition:
        return draft
    parse(changed)
    changed = with_reviews_reopened(draft.definition, changed)
    refuse_touching_the_core(draft.definition, changed)
    DraftStep.objects.create(version=draft, what=what[:300], before=draft.definition, changed_by=by.label[:200])
    _forget_old_steps(draft)
    _store(draft, changed, by)
    record("instruments.draft_changed", by=by, subject=subject_of(instrument), details={"what": what[:300]})
    return draft


@transaction.atomic
def undo(*, instrument: Instrument, by: Actor) -> str:
    """Take back the last change of the draft; what it was. Raises ``NoDraft``, ``NothingToUndo``."""
    draft = _draft(instrument)
    step = draft.steps.order_by("-pk").first()
    if step is None:
        raise NothingToUndo(_("Es gibt keine Änderung, die sich zurücknehmen lässt."))
    _store(draft, step.before, by)
    step.delete()
    record("instruments.draft_undone", by=by, subject=subject_of(instrument), details={"what": step.what})
    return step.what


@transaction.atomic
def discard_draft(*, instrument: Instrument, by: Actor) -> None:
    """Throw the draft away. Raises ``NoDraft``, and ``InstrumentProblem`` when nothing would be left."""
    draft = _draft(instrument)
    if not instrument.versions.exclude(pk=draft.pk).exists():
        raise InstrumentProblem(_("Das ist die einzige Fassung. Legen Sie den ganzen Fragebogen ab, wenn er wegsoll."))
    number = draft.number
    draft.delete()
    record("instruments.draft_discarded", by=by, subject=subject_of(instrument), details={"number": number})


@transaction.atomic
def release_draft(*, instrument: Instrument, change_note: str, by: Actor) -> InstrumentVersion:
    """Make the draft a version that never changes again and can be asked.

    Raises ``NoDraft``, ``NotReady`` when there is nothing to ask, ``MalformedDefinition``.
    """
    draft = _draft(instrument)
    definition = parse(draft.definition)
    if all(question.type == "note" for question in definition.asked):
        raise NotReady(_("Der Fragebogen hat noch keine Frage."))
    draft.steps.all().delete()
    draft.change_note = change_note
    draft.changed_by = by.label[:200]
    draft.released_at = timezone.now()
    draft.save()
    if not has_library_part(draft.definition):
        Instrument.objects.filter(pk=instrument.pk).update(title=definition.title["de"][:200])
    record("instruments.released", by=by, subject=subject_of(instrument), details={"number": draft.number})
    return draft


def _locked(instrument: Instrument) -> Instrument:
    """The instrument's row is the lock under which its versions are numbered and its draft is changed."""
    return Instrument.objects.select_for_update().get(pk=instrument.pk)


def _draft(instrument: Instrument) -> InstrumentVersion:
    draft = _locked(instrument).versions.filter(released_at=None).first()
    if draft is None:
        raise NoDraft(_("Diese Fassung ist freigegeben und ändert sich nicht mehr. Beginnen Sie einen neuen Entwurf."))
    return draft


def _store(draft: InstrumentVersion, definition: Mapping[str, Any], by: Actor) -> None:
    draft.definition = definition
    draft.changed_by = by.label[:200]
    draft.save(update_fields=["definition", "changed_by", "changed_at"])


def _forget_old_steps(draft: InstrumentVersion) -> None:
    kept = draft.steps.order_by("-pk").values_list("pk", flat=True)[: settings.KISI_INSTRUMENT_UNDO_STEPS]
    draft.steps.exclude(pk__in=list(kept)).delete()
