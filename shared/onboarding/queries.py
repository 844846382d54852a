"""Reads with more than one caller. Run in the central realm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from kisi.audit.anchoring.models import AuditAnchor
from kisi.tenancy.hosts import address_of
from kisi.tenancy.migration_state import known_state_of_code
from shared.library.models import TemplateVersion
from shared.municipalities.models import Domain, Municipality
from shared.municipalities.queries import Place, place
from shared.onboarding.models import Offboarding, Onboarding
from shared.onboarding.vocabulary import JobStatus


@dataclass(frozen=True, slots=True)
class Offer:
    """A template that a new municipality can begin with."""

    key: str
    version: int
    title: str
    by_default: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a municipality's audit trail was last anchored."""

    sequence: int
    anchored_at: datetime


@dataclass(frozen=True, slots=True)
class TownFacts:
    """What the platform knows about one municipality from outside: nothing here comes from its own schema."""

    place: Place | None
    address: str
    domains: list[str]
    is_current: bool
    anchor: Anchor | None
    onboarding: Onboarding | None
    offboardings: list[Offboarding]

    @property
    def open_offboarding(self) -> Offboarding | None:
        """The off-boarding that goes on, or that failed before the data were dropped."""
        current = self.offboardings[0] if self.offboardings else None
        return current if current and (current.is_open or current.status == JobStatus.FAILED) else None


def offered_templates() -> list[Offer]:
    """The newest published version of every template, by title."""
    rows = TemplateVersion.objects.newest().select_related("template").order_by("template__title", "pk")
    return [Offer(row.template.key, row.number, row.template.title, row.template.adopt_by_default) for row in rows]


def seen_from_outside() -> QuerySet[Municipality]:
    """Municipalities with hosts, jobs and the newest anchor of their trail, as ``facts_of`` takes them."""
    anchors = AuditAnchor.objects.filter(schema=OuterRef("schema_name")).order_by("-sequence")
    domains = Domain.objects.filter(tenant=OuterRef("pk")).order_by("domain").values("domain")
    jobs = Municipality.objects.select_related("onboarding").prefetch_related(
        "onboarding__steps", "offboardings__steps"
    )
    return jobs.annotate(
        hosts=ArraySubquery(domains),
        anchor_sequence=Subquery(anchors.values("sequence")[:1]),
        anchored_at=Subquery(anchors.values("anchored_at")[:1]),
    )


def facts_of(municipality: Any) -> TownFacts:
    """Everything the page of a municipality (of ``seen_from_outside``) shows."""
    sequence, anchored_at = municipality.anchor_sequence, municipality.anchored_at
    return TownFacts(
        place=place(municipality.ags),
        address=address_of(municipality.slug),
        domains=municipality.hosts,
        is_current=municipality.schema_state == known_state_of_code(),
        anchor=Anchor(sequence, anchored_at) if sequence is not None else None,
        onboarding=getattr(municipality, "onboarding", None),
        offboardings=list(municipality.offboardings.all()),
    )
