"""Reads with more than one caller. Run in the central realm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


def facts_of(municipality: Municipality) -> TownFacts:
    """Everything its page shows."""
    anchor = AuditAnchor.objects.filter(schema=municipality.schema_name).order_by("-sequence").first()
    return TownFacts(
        place=place(municipality.ags),
        address=address_of(municipality.slug),
        domains=list(Domain.objects.filter(tenant=municipality).order_by("domain").values_list("domain", flat=True)),
        is_current=municipality.schema_state == known_state_of_code(),
        anchor=Anchor(anchor.sequence, anchor.anchored_at) if anchor else None,
        onboarding=Onboarding.objects.prefetch_related("steps").filter(municipality=municipality).first(),
        offboardings=list(Offboarding.objects.prefetch_related("steps").filter(municipality=municipality)),
    )
