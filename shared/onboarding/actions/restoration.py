"""Bringing back what a municipality held, from the archive it left with."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.tenancy.directory import municipality as reference_to
from shared.municipalities.models import Municipality
from shared.municipalities.vocabulary import Status
from shared.onboarding.archive import ArchiveDescription, restore_archive, verify_archive
from shared.onboarding.problems import RestorationRefused


@transaction.atomic
def restore_municipality(municipality: Municipality, *, archive: Path, by: Actor) -> ArchiveDescription:
    """Replace everything a suspended municipality holds by what its archive holds; it stays suspended.

    Only an archive of the same municipality (AGS): what one town held must not come to another. Needs the
    provisioner's rights. Raises ``RestorationRefused``, ``ArchiveDamaged`` and ``ArchiveDoesNotFit``; nothing has
    changed then.
    """
    current = Municipality.objects.select_for_update().get(pk=municipality.pk)
    if current.status != Status.SUSPENDED:
        raise RestorationRefused(
            _("„{name}“ arbeitet gerade. Halten Sie die Kommune zuerst an: kisi municipality suspend {ags}").format(
                name=current.name, ags=current.ags
            )
        )
    origin = verify_archive(archive).municipality
    if origin["ags"] != current.ags:
        raise RestorationRefused(
            _("Das Archiv gehört zu „{origin}“ ({ags}), nicht zu „{name}“.").format(
                origin=origin["name"], ags=origin["ags"], name=current.name
            )
        )
    description = restore_archive(archive, into=reference_to(current.pk))
    record(
        "onboarding.restored",
        by=by,
        subject=f"municipalities.municipality:{current.pk}",
        details={"ags": current.ags, "archived_at": description.created_at},
    )
    return description
