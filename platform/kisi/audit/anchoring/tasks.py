"""Anchors every trail once a day. Beat asks every hour, so that a lost message costs an hour and no day."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from kisi.audit.anchoring.actions import anchor_head
from kisi.audit.anchoring.models import AuditAnchor
from kisi.core.realms import CENTRAL, inside, realm_of
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask


@shared_task(base=CentralTask, name="kisi.audit.anchor_all_heads")
def anchor_all_heads() -> None:
    """Anchor the central trail and wake one task for every municipality, where today has no anchor yet."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    done = set(AuditAnchor.objects.filter(anchored_at__gte=midnight).values_list("schema", flat=True))
    if CENTRAL.schema not in done:
        anchor_head()
    for municipality in reachable_municipalities():
        if municipality.schema not in done:
            with inside(realm_of(municipality)):
                anchor_municipality_head.delay()


@shared_task(base=MunicipalityTask, name="kisi.audit.anchor_municipality_head")
def anchor_municipality_head() -> None:
    """Anchor the trail of the municipality this runs for."""
    anchor_head()
