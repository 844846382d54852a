"""Reads of instruments with more than one caller."""

from __future__ import annotations

from django.db.models import Max, OuterRef, QuerySet, Subquery

from tenants.instruments.models import Instrument, InstrumentVersion


def instruments_with_state() -> QuerySet[Instrument]:
    """All instruments with ``newest_released`` (number), ``draft_number`` and ``last_change``."""
    versions = InstrumentVersion.objects.filter(instrument=OuterRef("pk")).order_by("-number")
    released = versions.filter(released_at__isnull=False).values("number")[:1]
    draft = versions.filter(released_at=None).values("number")[:1]
    return Instrument.objects.annotate(
        newest_released=Subquery(released), draft_number=Subquery(draft), last_change=Max("versions__changed_at")
    )


def newest_released(instrument: Instrument) -> InstrumentVersion | None:
    """The version a new wave would ask; None while there is only a draft."""
    return instrument.versions.filter(released_at__isnull=False).order_by("-number").first()
