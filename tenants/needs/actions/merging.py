"""Two needs that are one: the other's evidence and history are kept, and merging can be taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.vocabulary import Perspective
from tenants.needs.actions.locking import reference
from tenants.needs.models import Need
from tenants.needs.problems import CannotMerge


def merge(*, duplicate: Need, into: Need, by: Actor) -> None:
    """Let ``into`` stand for ``duplicate`` too. No row is lost: evidence and decisions stay where they were made.

    ``into`` also gets the perspectives of the duplicate. Raises ``CannotMerge``.
    """
    with transaction.atomic():
        rows = Need.objects.present().select_for_update(of=("self",)).order_by("pk")
        found = {row.pk: row for row in rows.filter(pk__in=(duplicate.pk, into.pk))}
        if len(found) != 2:
            raise CannotMerge(_("Bitte wählen Sie einen anderen Bedarf, den es noch gibt."))
        gone, stays = found[duplicate.pk], found[into.pk]
        if gone.topic != stays.topic:
            raise CannotMerge(_("Zusammenführen geht nur innerhalb eines Handlungsfelds."))
        now = timezone.now()
        Need.objects.filter(merged_into=gone).update(merged_into=stays, updated_at=now)
        Need.objects.filter(pk=gone.pk).update(merged_into=stays, merged_via=stays, updated_at=now)
        both = {*gone.perspectives, *stays.perspectives}
        stays.perspectives = [one for one in Perspective.values if one in both]
        stays.save(update_fields=["perspectives", "updated_at"])
        details = {"title": gone.title, "into": stays.title, "into_key": stays.pk}
        record("needs.merged", by=by, subject=reference(gone), details=details)


def separate(*, need: Need, by: Actor) -> None:
    """Take merging back: the need stands for itself again, with what had been merged into it before.

    Perspectives that the other one got stay there. Nothing happens where it was not merged.
    """
    with transaction.atomic():
        row = Need.objects.select_for_update(of=("self",)).filter(pk=need.pk, merged_into__isnull=False).first()
        if row is None:
            return
        now = timezone.now()
        below = _below(row)
        Need.objects.filter(pk__in=below).update(merged_into=row, updated_at=now)
        Need.objects.filter(pk=row.pk).update(merged_into=None, merged_via=None, updated_at=now)
        record("needs.separated", by=by, subject=reference(row), details={"title": row.title})


def _below(need: Need) -> list[int]:
    """The keys of all that were merged into a need, however many steps down."""
    found: list[int] = []
    layer = [need.pk]
    while layer:
        layer = list(Need.objects.filter(merged_via__in=layer).values_list("pk", flat=True))
        found += layer
    return found
