"""Sheets that somebody has begun and not yet sent, and how many ended so.

A begun sheet is deleted when it is sent or has expired.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.surveys.vocabulary import Channel


class ParticipationDraft(models.Model):
    """What was answered so far. Nothing about who answers, no address, no time but the last day it is kept.

    ``id`` becomes the response's id, so that sending twice is one response. ``page`` is the key of the
    page to go on with. ``resume_hash`` is what is stored of the code to go on with later.
    ``invitation`` is the key of the code that was redeemed for it, to give that back if the sheet expires;
    it is gone with the draft and never reaches a response.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="+", verbose_name=_("Welle"))
    channel = models.CharField(_("Weg"), max_length=20, choices=Channel)
    language = models.CharField(_("Sprache"), max_length=20)
    consent_version = models.PositiveIntegerField(_("Fassung der Einwilligung"))
    answers = models.JSONField(_("Antworten"), default=dict)
    page = models.CharField(_("Seite"), max_length=80, blank=True)
    resume_hash = models.CharField(_("Prüfsumme des Codes"), max_length=64, blank=True)
    invitation = models.UUIDField(_("Einladungscode"), null=True, blank=True)
    expires_on = models.DateField(_("wird aufgehoben bis"))

    class Meta:
        verbose_name = _("angefangener Bogen")
        verbose_name_plural = _("angefangene Bögen")
        ordering = ["pk"]
        indexes = [models.Index(fields=["expires_on"], name="draft_by_last_day")]
        constraints = [
            models.UniqueConstraint(fields=["resume_hash"], condition=~Q(resume_hash=""), name="draft_resume_code_once")
        ]

    def __str__(self) -> str:
        return str(_("angefangener Bogen"))


class StoppedSheets(models.Model):
    """How many begun sheets of a wave ended unsent at a page: a number, kept when the sheets themselves are deleted.

    ``page`` is the key of the page they would have gone on with, "" before the first one was sent.
    """

    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="+", verbose_name=_("Welle"))
    page = models.CharField(_("Seite"), max_length=80, blank=True)
    number = models.PositiveIntegerField(_("Anzahl"))

    class Meta:
        verbose_name = _("abgebrochene Bögen einer Seite")
        verbose_name_plural = _("abgebrochene Bögen")
        ordering = ["wave", "page"]
        constraints = [models.UniqueConstraint(fields=["wave", "page"], name="stopped_sheets_once_a_page")]

    def __str__(self) -> str:
        return f"{self.page}: {self.number}"
