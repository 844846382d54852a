"""Anchoring: how a trail ends today is written down where its own role cannot reach."""

from __future__ import annotations

import structlog
from django.db import connection

from kisi.audit.anchoring.models import AuditAnchor
from kisi.audit.models import Head
from kisi.core.realms import CENTRAL, current_realm, inside

_log = structlog.get_logger(__name__)


def anchor_head() -> bool:
    """Anchor the current realm's trail; False when nothing happened since its last anchor.

    The anchor also goes into the log: kept elsewhere, the log shows if somebody changed the anchors too.
    Raises ``RuntimeError`` inside a transaction, whose rows may still be rolled back.
    """
    if connection.in_atomic_block:
        raise RuntimeError("A trail is anchored outside transactions only.")
    realm = current_realm()
    head = Head.objects.first()
    if head is None:
        return False
    value = bytes(head.hash)
    with inside(CENTRAL):
        _, is_new = AuditAnchor.objects.get_or_create(
            schema=realm.schema, sequence=head.sequence, defaults={"hash": value}
        )
    if is_new:
        _log.info("audit_anchored", schema=realm.schema, sequence=head.sequence, hash=value.hex())
    return is_new
