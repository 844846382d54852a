"""The steps that let a municipality go."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kisi.tenancy.provisioning import drop_schema
from shared.municipalities.actions import set_status
from shared.municipalities.models import Domain, Municipality
from shared.municipalities.queries import ref_of
from shared.municipalities.vocabulary import Status
from shared.onboarding.archive import digest_of, write_archive
from shared.onboarding.courses import Course, CourseStep, NotYet, Outcome, StepFailed
from shared.onboarding.leftovers import remove_cached_values, remove_media
from shared.onboarding.models import Offboarding, Onboarding
from shared.onboarding.sealing import seal, unseal
from shared.onboarding.vocabulary import OffboardingStepName as Name


def close(offboarding: Offboarding) -> Outcome:
    """Make sure that nobody can write for the municipality any more."""
    seal(offboarding.schema_name)
    return Outcome(_("Der Arbeitsbereich antwortet nicht mehr; niemand kann noch etwas ändern."))


def archive(offboarding: Offboarding) -> Outcome:
    """Write the archive and read it back; the grace period begins now."""
    now = timezone.now()
    written = write_archive(ref_of(offboarding.municipality), _folder(offboarding), now=now)
    tables = len(written.description.tables)
    detail = _("{tables} Tabellen mit {rows} Zeilen und {files} Dateien archiviert und geprüft (SHA-256 {sum}).")
    return Outcome(
        detail.format(tables=tables, rows=written.rows, files=written.description.files, sum=written.sha256),
        {
            "archive_file": str(written.file.relative_to(settings.KISI_ARCHIVE_ROOT)),
            "archive_sha256": written.sha256,
            "archive_bytes": written.size,
            "archived_at": now,
            "due_at": now + timedelta(days=offboarding.grace_days),
        },
    )


def grace(offboarding: Offboarding) -> Outcome:
    """Wait until the day on which the data may be dropped."""
    day = date_format(timezone.localtime(offboarding.due_at), "j. F Y, H:i")
    if timezone.now() < offboarding.due_at:
        detail = _("Bis {day} Uhr kann die Verabschiedung zurückgenommen werden.")
        raise NotYet(offboarding.due_at, detail.format(day=day))
    return Outcome(_("Die Schonfrist ist abgelaufen ({day} Uhr).").format(day=day))


def drop(offboarding: Offboarding) -> Outcome:
    """Drop schema and role and let the municipality leave, in the transaction that marks the step."""
    _refuse_without_archive(offboarding)
    municipality = Municipality.objects.select_for_update().get(pk=offboarding.municipality_id)
    if municipality.status != Status.OFFBOARDING:
        raise StepFailed(_("„{name}“ wird nicht mehr verabschiedet.").format(name=municipality.name))
    drop_schema(municipality.schema_name)
    Domain.objects.filter(tenant=municipality).delete()
    # The coordinator's name was needed for the invitation only.
    Onboarding.objects.filter(municipality=municipality).update(coordinator_email="", coordinator_name="")
    municipality.left_on = timezone.localdate()
    municipality.save(update_fields=["left_on"])
    set_status(municipality, Status.LEFT)
    return Outcome(_("Datenbereich und Datenbankrolle sind gelöscht."))


def remove_files(offboarding: Offboarding) -> Outcome:
    """Delete what lies outside the database."""
    files = remove_media(offboarding.schema_name)
    values = remove_cached_values(offboarding.schema_name)
    return Outcome(
        _("{files} Dateien und {values} zwischengespeicherte Werte gelöscht.").format(files=files, values=values)
    )


def reopen(offboarding: Offboarding) -> Outcome:
    """Open the workspace again as it was; the archive is deleted, because the original lives on."""
    municipality = Municipality.objects.select_for_update().get(pk=offboarding.municipality_id)
    unseal(municipality.schema_name)
    set_status(municipality, Status(offboarding.previous_status))
    shutil.rmtree(_folder(offboarding), ignore_errors=True)
    return Outcome(
        _("Der Arbeitsbereich ist wieder geöffnet, das Archiv gelöscht."),
        {"archive_file": "", "archive_sha256": "", "archive_bytes": None},
    )


def _folder(offboarding: Offboarding) -> Path:
    """The folder of one off-boarding below the archive root."""
    return Path(settings.KISI_ARCHIVE_ROOT) / f"{offboarding.ags}-{offboarding.slug}-{offboarding.pk.hex[:12]}"


def _refuse_without_archive(offboarding: Offboarding) -> None:
    """Nothing is dropped that does not lie in the archive, untouched since it was checked."""
    path = Path(settings.KISI_ARCHIVE_ROOT) / offboarding.archive_file
    if not offboarding.archive_file or not path.is_file() or digest_of(path) != offboarding.archive_sha256:
        raise StepFailed(_("Das Archiv fehlt oder wurde verändert. Es wird nichts gelöscht."))


OFFBOARDING: Final = Course(
    jobs=Offboarding,
    event_prefix="offboarding_",
    steps={
        Name.CLOSE: CourseStep(close, in_one_transaction=False),
        Name.ARCHIVE: CourseStep(archive, in_one_transaction=False),
        Name.GRACE: CourseStep(grace, in_one_transaction=True),
        Name.DROP: CourseStep(drop, in_one_transaction=True),
        Name.REMOVE_FILES: CourseStep(remove_files, in_one_transaction=False),
        Name.REOPEN: CourseStep(reopen, in_one_transaction=True),
    },
)
