"""A survey template of the library becomes an instrument of the town."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.adoption import TemplateCopy
from shared.instruments.definition import from_stored, parse
from shared.instruments.local_part import merge_update
from tenants.instruments.actions.instruments import subject_of
from tenants.instruments.models import Instrument, InstrumentVersion


@transaction.atomic
def adopt_template(*, template: TemplateCopy, by: Actor) -> InstrumentVersion:
    """Make a released version out of a template, keeping the town's choices and own part.

    A draft that somebody is working on is moved onto the template's new version as well and keeps its
    place as the newest version. Raises ``MalformedDefinition``.
    """
    # It was checked when it was published and has not changed since: checking it again would take a town
    # that comes on board half a second.
    perspective = from_stored(template.content).perspective
    Instrument.objects.get_or_create(
        origin_key=template.key, defaults={"title": template.title[:200], "perspective": perspective}
    )
    instrument = Instrument.objects.select_for_update().get(origin_key=template.key)
    versions = instrument.versions
    draft = versions.filter(released_at=None).first()
    before = versions.filter(released_at__isnull=False).order_by("-number").first()
    number = before.number + 1 if before else 1
    if draft is not None:
        _move_draft(draft, template, number + 1)
    document: dict[str, Any] = dict(template.content)
    notes: tuple[str, ...] = ()
    if before is not None:
        document, notes = _merged(before, template)
    note = _("Vorlage der Bibliothek, Fassung %(number)d.") % {"number": template.version}
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        number=number,
        definition=document,
        origin_version=template.version,
        change_note="\n".join([note, *notes]),
        changed_by=by.label[:200],
        released_at=timezone.now(),
    )
    instrument.title, instrument.perspective, instrument.archived_at = template.title[:200], perspective, None
    instrument.save()
    details = {"template": template.key, "template_version": template.version, "number": version.number}
    record("instruments.adopted", by=by, subject=subject_of(instrument), details=details)
    return version


def _merged(version: InstrumentVersion, template: TemplateCopy) -> tuple[dict[str, Any], tuple[str, ...]]:
    merged = merge_update(version.definition, template.content)
    parse(merged.document)
    return merged.document, merged.notes


def _move_draft(draft: InstrumentVersion, template: TemplateCopy, number: int) -> None:
    draft.definition, _notes = _merged(draft, template)
    draft.number, draft.origin_version = number, template.version
    draft.save()
    draft.steps.all().delete()
