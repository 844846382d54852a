"""A municipality's instruments and their numbered versions."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from kisi.core.vocabulary import Perspective

SEARCH: Final = TextSearch(title="A")
"""What an instrument is found by."""


class Instrument(models.Model):
    """One questionnaire of this municipality, whatever its version.

    ``origin_key`` is the key of the central template it was copied from; empty for one written here.
    """

    title = models.CharField(_("Titel"), max_length=200)
    perspective = models.CharField(_("Perspektive"), max_length=30, choices=Perspective)
    origin_key = models.CharField(_("Herkunft"), max_length=80, blank=True)
    archived_at = models.DateTimeField(_("abgelegt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Fragebogen")
        verbose_name_plural = _("Fragebögen")
        ordering = ["title", "pk"]
        indexes = [SEARCH.index("instrument_text")]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_key"], condition=~Q(origin_key=""), name="instrument_once_per_template"
            )
        ]

    def __str__(self) -> str:
        return self.title


class InstrumentVersion(models.Model):
    """One state of a questionnaire: a draft until it is released, then it never changes again (a trigger refuses it).

    ``definition`` is a document as ``shared/instruments/README.md`` describes it. ``origin_version`` is the
    template's version it goes back to.
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="versions", verbose_name=_("Fragebogen")
    )
    number = models.PositiveIntegerField(_("Fassung"))
    definition = models.JSONField(_("Inhalt"))
    origin_version = models.PositiveIntegerField(_("Fassung der Vorlage"), null=True, blank=True)
    change_note = models.TextField(_("Was ist neu?"), blank=True)
    changed_by = models.CharField(_("zuletzt geändert von"), max_length=200)
    changed_at = models.DateTimeField(_("zuletzt geändert am"), auto_now=True)
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Fassung eines Fragebogens")
        verbose_name_plural = _("Fassungen von Fragebögen")
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once"),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(released_at=None), name="instrument_has_one_draft"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="instrument_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} · Fassung {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.released_at is None


class DraftStep(models.Model):
    """One change of a draft, so that it can be undone; gone when the draft is released.

    ``before`` is the whole definition before the change, ``what`` says in German what was done.
    """

    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.CASCADE, related_name="steps", verbose_name=_("Fassung")
    )
    what = models.CharField(_("Änderung"), max_length=300)
    before = models.JSONField(_("Inhalt davor"))
    changed_by = models.CharField(_("geändert von"), max_length=200)
    changed_at = models.DateTimeField(_("geändert am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Änderung eines Entwurfs")
        verbose_name_plural = _("Änderungen von Entwürfen")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what
