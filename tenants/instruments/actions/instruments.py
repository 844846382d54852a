"""Instruments as a whole: make, copy, read in, put away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.vocabulary import Perspective
from shared.instruments.definition import parse
from shared.instruments.editing import new_document
from shared.instruments.local_part import CoreLocked, has_library_part, refuse_touching_the_core
from tenants.instruments.models import Instrument, InstrumentVersion


def create_instrument(*, title: str, perspective: Perspective | str, by: Actor) -> InstrumentVersion:
    """A new instrument of the town's own with an empty draft."""
    return _begin(new_document(title, perspective), "instruments.created", by, note="")


def import_instrument(*, document: Mapping[str, Any], source: str, by: Actor) -> InstrumentVersion:
    """A new instrument with a draft read from a file.

    What belongs to the library is taken over only as this town has it from there. Raises
    ``MalformedDefinition``, ``CoreLocked``.
    """
    parse(document)
    _refuse_foreign_core(document)
    note = _("Eingelesen aus „%(name)s“.") % {"name": source[:120]}
    return _begin(dict(document), "instruments.imported", by, note=note)


def copy_instrument(*, version: InstrumentVersion, title: str, by: Actor) -> InstrumentVersion:
    """A new instrument with a draft that is like this version; what belongs to the library stays locked."""
    document = dict(version.definition)
    if not version.instrument.origin_key:
        document = {**document, "title": {**document["title"], "de": title}}
    note = _("Kopie von „%(title)s“, Fassung %(number)d.") % {"title": version.instrument, "number": version.number}
    return _begin(document, "instruments.copied", by, note=note, title=title)


def _refuse_foreign_core(document: Mapping[str, Any]) -> None:
    """A file must not pass off its own questions as the library's: their answers count in the whole state."""
    if not has_library_part(document):
        return
    adopted = InstrumentVersion.objects.exclude(origin_version=None).values_list("definition", flat=True)
    if not any(_same_core(known, document) for known in adopted.iterator(chunk_size=20)):
        raise CoreLocked(
            _("Die Datei enthält Kernfragen, die Sie so nicht übernommen haben. Übernehmen Sie zuerst die Vorlage.")
        )


def _same_core(known: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    try:
        refuse_touching_the_core(known, document)
    except CoreLocked:
        return False
    return True


@transaction.atomic
def _begin(document: dict[str, Any], event: str, by: Actor, *, note: str, title: str = "") -> InstrumentVersion:
    parse(document)
    instrument = Instrument.objects.create(
        title=(title or document["title"]["de"])[:200], perspective=document["perspective"]
    )
    draft = InstrumentVersion.objects.create(
        instrument=instrument, number=1, definition=document, change_note=note, changed_by=by.label[:200]
    )
    record(event, by=by, subject=subject_of(instrument), details={"title": instrument.title})
    return draft


@transaction.atomic
def archive_instrument(*, instrument: Instrument, by: Actor) -> None:
    """Put it away: it stays readable and is offered nowhere. Doing it twice is once."""
    if Instrument.objects.filter(pk=instrument.pk, archived_at=None).update(archived_at=timezone.now()):
        record("instruments.archived", by=by, subject=subject_of(instrument))


@transaction.atomic
def restore_instrument(*, instrument: Instrument, by: Actor) -> None:
    """Take it back. Doing it twice is once."""
    if Instrument.objects.filter(pk=instrument.pk, archived_at__isnull=False).update(archived_at=None):
        record("instruments.restored", by=by, subject=subject_of(instrument))


def subject_of(instrument: Instrument) -> str:
    """How the trail names an instrument."""
    return f"instruments.instrument:{instrument.pk}"
