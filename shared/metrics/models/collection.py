"""Collection as jobs: a run is cut into batches of towns, a batch is what one worker does at a time."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.metrics.vocabulary import JobStatus, RunReason


class CollectionRun(models.Model):
    """One collection of one period; over when none of its batches is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.CharField(_("Zeitraum"), max_length=7)
    reason = models.CharField(_("Anlass"), max_length=10, choices=RunReason)
    towns = models.PositiveIntegerField(_("Kommunen"))
    started_at = models.DateTimeField(_("begonnen"), auto_now_add=True)
    finished_at = models.DateTimeField(_("beendet"), null=True, blank=True)

    class Meta:
        verbose_name = _("Erhebungslauf")
        verbose_name_plural = _("Erhebungsläufe")
        ordering = ["-started_at", "pk"]

    def __str__(self) -> str:
        return f"{self.period} · {self.get_reason_display()}"


class CollectionBatch(models.Model):
    """Some towns of a run. ``touched_at`` is its last sign of life; what is open and silent is woken again.

    ``municipality_ids`` are ids of municipalities; the counts say, once it is done, for how many of the
    towns something was counted anew, nothing had changed, or something failed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(CollectionRun, on_delete=models.CASCADE, related_name="batches", verbose_name=_("Lauf"))
    municipality_ids = models.JSONField(_("Kommunen"))
    status = models.CharField(_("Stand"), max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    touched_at = models.DateTimeField(_("zuletzt gemeldet"))
    starts = models.PositiveIntegerField(_("begonnen"), default=0)
    counted = models.PositiveIntegerField(_("neu gezählt"), default=0)
    unchanged = models.PositiveIntegerField(_("unverändert"), default=0)
    failed = models.PositiveIntegerField(_("fehlgeschlagen"), default=0)

    class Meta:
        verbose_name = _("Teil eines Erhebungslaufs")
        verbose_name_plural = _("Teile von Erhebungsläufen")
        ordering = ["run", "pk"]
        indexes = [
            models.Index(
                fields=["touched_at"], condition=models.Q(status__in=["queued", "running"]), name="open_batches"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}: {len(self.municipality_ids)} Kommunen"
