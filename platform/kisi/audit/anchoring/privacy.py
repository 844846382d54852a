"""Anchors of the trails are checksums."""

from kisi.core.privacy import declare, impersonal

declare(impersonal("audit_anchoring.AuditAnchor", "id schema sequence hash anchored_at"))
