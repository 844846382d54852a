"""Waves and what came back. A response is anonymous by structure: nothing here leads to a person.

There is no key to an account or a contact, no address, no exact time: a response knows the week it
was given in (its Monday). Keys are random, so that their order tells nothing either.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from kisi.core.vocabulary import Perspective
from tenants.surveys.vocabulary import LATE_CHANNELS, Channel, Standing, WaveState

SEARCH: Final = TextSearch(title="A", token="A")  # noqa: S106 (a field, no password)
"""What a wave is found by: its title and its public address."""


class Wave(models.Model):
    """One round of asking: an instrument's version, a perspective, a period, ways to take part.

    ``token`` stands in the public address, ``channels`` is a list of ``Channel`` values. ``targets`` are
    wished-for numbers of responses: ``{"total": 200, "language": {"uk": 40}, "channel": {"paper": 30},
    "sex": {"w": 90}, "age_bracket": {"o60": 20}}``; every part is optional, the last two only where the
    version asks for them.
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
    was_reopened = models.BooleanField(_("war schon beendet"), default=False, db_default=False, editable=False)
    printed_sheets = models.PositiveIntegerField(_("gedruckte Bögen"), default=0, db_default=0, editable=False)
    privacy_notice_version = models.PositiveIntegerField(_("Fassung des Datenschutzhinweises"), default=1)
    created_by = models.CharField(_("angelegt von"), max_length=200)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Welle")
        verbose_name_plural = _("Wellen")
        ordering = ["-opens_on", "pk"]
        indexes = [SEARCH.index("wave_text")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="wave_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How the audit trail names this wave."""
        return f"surveys.wave:{self.pk}"

    def standing(self, on: date) -> Standing:
        """What the wave is on a day (of the time zone Europe/Berlin)."""
        if self.state == WaveState.PLANNED:
            return Standing.PLANNED
        if self.state == WaveState.ENDED:
            return Standing.ENDED
        if on < self.opens_on:
            return Standing.UPCOMING
        return Standing.OPEN if on <= self.closes_on else Standing.CLOSED

    def takes(self, channel: str, on: date, *, late_days: int) -> bool:
        """Whether an answer by this way is accepted on a day; typed or synced sheets a while after the end."""
        standing = self.standing(on)
        if standing == Standing.OPEN:
            return True
        late = standing == Standing.CLOSED and channel in LATE_CHANNELS
        return late and on < self.complete_from(late_days)

    def is_complete(self, on: date, *, late_days: int) -> bool:
        """Whether no more sheets come, by whatever way: it was ended, or the time for late ones is over too."""
        over = self.standing(on) == Standing.CLOSED and on >= self.complete_from(late_days)
        return over or self.state == WaveState.ENDED

    @property
    def is_final(self) -> bool:
        """Whether somebody ended it for good: it took no sheet after its end, so its last numbers are one state."""
        return self.state == WaveState.ENDED and not self.was_reopened

    def complete_from(self, late_days: int) -> date:
        """The first day on which a wave that nobody ends takes no sheets at all."""
        return self.closes_on + timedelta(days=late_days + 1)

    def week_of(self, on: date) -> date:
        """The Monday a response is filed under; sheets that come late count for the wave's last week."""
        day = min(on, self.closes_on)
        return day - timedelta(days=day.weekday())


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


class CodeBatch(models.Model):
    """Invitation codes made together, for one wave and one occasion („Elternabend Kita Nord“).

    The codes themselves exist only on the letters that were printed when the batch was made.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="code_batches", verbose_name=_("Welle"))
    label = models.CharField(_("Anlass"), max_length=120)
    size = models.PositiveIntegerField(_("Anzahl"))
    created_by = models.CharField(_("angelegt von"), max_length=200)
    created_on = models.DateField(_("angelegt am"))

    class Meta:
        verbose_name = _("Stapel von Einladungscodes")
        verbose_name_plural = _("Stapel von Einladungscodes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label


class InvitationCode(models.Model):
    """The right to answer once. Only a hash, nothing about whom it was given to, no time, no way to an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes", verbose_name=_("Stapel"))
    code_hash = models.CharField(_("Prüfsumme des Codes"), max_length=64, unique=True)
    used = models.BooleanField(_("eingelöst"), default=False)

    class Meta:
        verbose_name = _("Einladungscode")
        verbose_name_plural = _("Einladungscodes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(_("Einladungscode"))


class TypedSheet(models.Model):
    """The printed number of a paper sheet that was typed in, so that nobody types it twice; no way to its answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="typed_sheets", verbose_name=_("Welle"))
    number = models.PositiveIntegerField(_("Bogennummer"))

    class Meta:
        verbose_name = _("erfasster Bogen")
        verbose_name_plural = _("erfasste Bögen")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["wave", "number"], name="typed_sheet_once")]

    def __str__(self) -> str:
        return str(self.number)


def _between(low: int, high: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


def _setting(label: object, default: int, low: int, high: int) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=default, validators=_between(low, high))  # type: ignore[arg-type]


class SurveySettings(models.Model):
    """Periods and limits of surveys, as data: one row, made when somebody changes a default."""

    id = models.BigIntegerField(primary_key=True, default=1)
    privacy_contact = models.CharField(
        _("Fragen zum Datenschutz an"),
        max_length=200,
        blank=True,
        help_text=_("E-Mail-Adresse oder Stelle, die im Datenschutzhinweis steht. Leer: Name der Kommune."),
    )
    resume_days = _setting(_("Codes zum Weitermachen gelten (Tage)"), 14, 1, 90)
    late_days = _setting(_("Papierbögen und Tablets nehmen wir nach dem Ende noch an (Tage)"), 14, 0, 90)
    undo_minutes = _setting(_("Erfasste Bögen lassen sich zurücknehmen (Minuten)"), 15, 1, 240)
    fill_seconds = _setting(_("So lange braucht ein Mensch für eine Seite mindestens (Sekunden)"), 1, 0, 30)
    page_hours = _setting(_("So lange bleibt eine geöffnete Seite gültig (Stunden)"), 12, 1, 72)
    starts_per_hour = _setting(_("Begonnene Bögen je Anschluss und Stunde"), 120, 5, 10_000)
    sends_per_minute = _setting(_("Gesendete Seiten je Anschluss und Minute"), 240, 10, 100_000)
    wave_sends_per_minute = _setting(_("Gesendete Seiten je Welle und Minute"), 6_000, 60, 1_000_000)
    wave_starts_per_hour = models.PositiveIntegerField(
        _("Begonnene Bögen je Welle und Stunde"), default=3_000, db_default=3_000, validators=_between(60, 1_000_000)
    )
    code_tries = _setting(_("Versuche mit einem Code je Anschluss in zehn Minuten"), 20, 3, 1_000)
    kiosk_idle_seconds = _setting(_("Ein Tablet beginnt ohne Eingabe von vorn nach (Sekunden)"), 120, 20, 1_800)
    largest_batch = _setting(_("Codes in einem Druck höchstens"), 1_000, 1, 5_000)
    largest_print = models.PositiveIntegerField(
        _("Papierbögen in einem Druck höchstens"), default=100, db_default=100, validators=_between(1, 500)
    )

    smallest_group = models.PositiveIntegerField(
        _("Kleinste Zahl, die der Rücklauf nach Geschlecht und Alter zeigt"),
        default=5,
        db_default=5,
        validators=_between(3, 50),
        help_text=_(
            "Kleinere Zahlen werden verdeckt, und so viele andere dazu, dass sie sich nicht ausrechnen lassen."
        ),
    )

    class Meta:
        verbose_name = _("Einstellungen der Bedarfserhebung")
        verbose_name_plural = _("Einstellungen der Bedarfserhebung")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="survey_settings_one_row")]

    def __str__(self) -> str:
        return str(_("Einstellungen der Bedarfserhebung"))

    @classmethod
    def current(cls) -> SurveySettings:
        """The town's settings, or the defaults."""
        return cls.objects.first() or cls()
