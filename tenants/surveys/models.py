"""Waves and what came back. A response is anonymous by structure: nothing here leads to a person.

There is no key to an account or a contact, no address, no exact time: a response knows the week it
was given in (its Monday). Keys are random, so that their order tells nothing either.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from tenants.surveys.vocabulary import Channel, WaveState


class Wave(models.Model):
    """One round of asking: an instrument's version, a perspective, a period, ways to take part.

    ``token`` stands in the public address, ``channels`` is a list of ``Channel`` values. ``targets`` are
    wished-for numbers of responses: ``{"total": 200, "language": {"uk": 40}, "channel": {"paper": 30}}``;
    every part is optional.
    """

    title = models.CharField(_("Titel"), max_length=200)
    token = models.SlugField(_("Adresse"), max_length=40, unique=True)
    version = models.ForeignKey(
        "instruments.InstrumentVersion", on_delete=models.PROTECT, related_name="waves", verbose_name=_("Fragebogen")
    )
    perspective = models.CharField(_("Perspektive"), max_length=30, choices=Perspective)
    state = models.CharField(_("Stand"), max_length=20, choices=WaveState, default=WaveState.PLANNED)
    opens_on = models.DateField(_("beginnt am"))
    closes_on = models.DateField(_("endet am"))
    channels = models.JSONField(_("Wege"), default=list)
    targets = models.JSONField(_("Zielzahlen"), default=dict, blank=True)
    privacy_notice_version = models.PositiveIntegerField(_("Fassung des Datenschutzhinweises"), default=1)
    created_by = models.CharField(_("angelegt von"), max_length=200)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Welle")
        verbose_name_plural = _("Wellen")
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="wave_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.title


class Response(models.Model):
    """One answered sheet (Antwortbogen), accepted as a whole.

    ``id`` is the random number the sheet was given when it was begun: sending it twice is one response.
    ``answers`` maps question codes to answers as ``shared/instruments/README.md`` lists them, checked
    against the version; unanswered questions are missing. ``week`` is a Monday.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="responses", verbose_name=_("Welle"))
    version = models.ForeignKey(
        "instruments.InstrumentVersion", on_delete=models.PROTECT, related_name="+", verbose_name=_("Fragebogen")
    )
    channel = models.CharField(_("Weg"), max_length=20, choices=Channel)
    language = models.CharField(_("Sprache"), max_length=20)
    week = models.DateField(_("Woche"))
    consent_version = models.PositiveIntegerField(_("Fassung der Einwilligung"))
    answers = models.JSONField(_("Antworten"))

    class Meta:
        verbose_name = _("Antwortbogen")
        verbose_name_plural = _("Antwortbögen")
        ordering = ["week", "pk"]
        indexes = [models.Index(fields=["wave", "week"], name="response_by_wave_and_week")]
        constraints = [models.CheckConstraint(condition=Q(week__iso_week_day=1), name="response_week_is_a_monday")]

    def __str__(self) -> str:
        return f"{self.wave} · {self.get_channel_display()}"
