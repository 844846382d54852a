"""Needs, what speaks for them, and what was decided about them."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from kisi.core.vocabulary import Perspective, Topic
from tenants.needs.vocabulary import SETTLED, EvidenceKind, NeedState, Priority, Urgency

LARGEST_REACH = 1_000_000
SEARCH: Final = TextSearch(title="A", groups="B", description="C")
"""What a need is found by."""


class NeedsSettings(models.Model):
    """Periods of this app: one row, made when somebody changes a default."""

    id = models.BigIntegerField(primary_key=True, default=1)
    decide_within_days = models.PositiveIntegerField(
        _("Über einen Bedarf soll entschieden sein nach (Tagen)"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("Danach steht er auf der Startseite als überfällig."),
    )
    review_after_days = models.PositiveIntegerField(
        _("Vorschlag für die Überprüfung nach (Tagen)"),
        default=180,
        validators=[MinValueValidator(7), MaxValueValidator(1825)],
        help_text=_("Dieser Tag ist bei einem neuen Bedarf eingetragen; Sie können ihn ändern."),
    )

    class Meta:
        verbose_name = _("Einstellungen der Bedarfe")
        verbose_name_plural = _("Einstellungen der Bedarfe")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="needs_settings_one_row")]

    def __str__(self) -> str:
        return str(_("Einstellungen der Bedarfe"))

    @classmethod
    def current(cls) -> NeedsSettings:
        """The town's settings, or the defaults."""
        return cls.objects.first() or cls()


class NeedQuerySet(models.QuerySet["Need"]):
    """Which needs."""

    def present(self) -> NeedQuerySet:
        """Those that stand for themselves: neither removed nor merged into another."""
        return self.filter(removed_at=None, merged_into=None)

    def open(self) -> NeedQuerySet:
        """Present ones on which something is left to do."""
        return self.present().exclude(state__in=SETTLED)

    def undecided(self) -> NeedQuerySet:
        """Stated ones that wait for a decision, the longest waiting first."""
        return self.present().filter(state=NeedState.STATED).order_by("stated_on", "pk")


class Need(models.Model):
    """One need. A removed one and one merged into another stay as rows, so that both can be taken back.

    ``merged_into`` is the need that now stands for this one (never itself merged), ``merged_via`` the one it was
    merged into by hand. ``priority`` is that of the latest decision.
    """

    title = models.CharField(_("Bedarf"), max_length=150)
    description = models.TextField(
        _("Beschreibung"),
        max_length=4000,
        blank=True,
        help_text=_("Was fehlt wem, und woran merkt man es? Keine Namen von Personen."),
    )
    topic = models.CharField(_("Handlungsfeld"), max_length=30, choices=Topic)
    perspectives = models.JSONField(_("Wer sieht den Bedarf?"), default=list, blank=True)
    reach = models.PositiveIntegerField(
        _("Wie viele Menschen betrifft es ungefähr?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LARGEST_REACH)],
        help_text=_("Eine Schätzung genügt. Leer heißt: nicht bekannt."),
    )
    groups = models.CharField(
        _("Welche Gruppen?"), max_length=200, blank=True, help_text=_("Zum Beispiel: Eltern von Kindern unter drei.")
    )
    urgency = models.CharField(_("Dringlichkeit"), max_length=10, choices=Urgency, default=Urgency.MEDIUM)
    state = models.CharField(_("Stand"), max_length=10, choices=NeedState, default=NeedState.DRAFT, editable=False)
    priority = models.CharField(_("Priorität"), max_length=10, choices=Priority, blank=True, editable=False)
    responsible = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Zuständig"),
    )
    review_on = models.DateField(_("Überprüfen am"), null=True, blank=True)
    stated_on = models.DateField(_("festgestellt am"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("gehört zu")
    )
    merged_via = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    removed_at = models.DateTimeField(_("entfernt"), null=True, editable=False)
    created_by = models.CharField(_("angelegt von"), max_length=200, editable=False)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bedarf")
        verbose_name_plural = _("Bedarfe")
        ordering = ["-pk"]
        indexes = [SEARCH.index("need_text")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NeedState.DRAFT) | Q(stated_on__isnull=False) | Q(state=NeedState.DROPPED),
                name="needs_stated_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_via=None) | Q(merged_into__isnull=False, merged_via__isnull=False),
                name="needs_merged_both",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Perspectives are known ones, each once, in the usual order. Raises ``ValidationError``."""
        chosen = self.perspectives if isinstance(self.perspectives, list) else [None]
        if any(one not in Perspective.values for one in chosen):
            raise ValidationError({"perspectives": _("Bitte wählen Sie die Perspektiven aus der Liste.")})
        self.perspectives = [one for one in Perspective.values if one in chosen]

    @property
    def perspective_labels(self) -> list[str]:
        """Who sees it, in words."""
        return [str(Perspective(one).label) for one in self.perspectives if one in Perspective.values]


class Evidence(models.Model):
    """One thing that speaks for a need.

    Of a survey it keeps the numbers as they were on the day of citing (``share``, ``low`` and ``high`` from 0 to 1
    of ``n`` answers), so that later sheets do not change what a decision rested on.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("Bedarf"))
    kind = models.CharField(_("Art"), max_length=20, choices=EvidenceKind)
    text = models.TextField(_("Was spricht dafür?"), max_length=2000)
    source = models.CharField(
        _("Quelle"), max_length=200, blank=True, help_text=_("Zum Beispiel: Runder Tisch Wohnen, Beratungsgespräche.")
    )
    observed_on = models.DateField(_("Datum"), null=True, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    wave = models.ForeignKey("surveys.Wave", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    question_code = models.CharField(_("Frage"), max_length=40, blank=True, editable=False)
    answer = models.CharField(_("Antwort"), max_length=40, blank=True, editable=False)
    perspective = models.CharField(_("Perspektive"), max_length=30, choices=Perspective, blank=True, editable=False)
    share = models.FloatField(_("Anteil"), null=True, editable=False)
    low = models.FloatField(_("Anteil mindestens"), null=True, editable=False)
    high = models.FloatField(_("Anteil höchstens"), null=True, editable=False)
    n = models.PositiveIntegerField(_("Antworten"), null=True, editable=False)
    cited_on = models.DateField(_("aufgenommen am"), editable=False)
    added_by = models.CharField(_("aufgenommen von"), max_length=200, editable=False)
    removed_at = models.DateTimeField(_("entfernt"), null=True, editable=False)

    class Meta:
        verbose_name = _("Beleg")
        verbose_name_plural = _("Belege")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Immutable(RuntimeError):
    """A decision is never changed: a new one is made."""


class Decision(models.Model):
    """One step in the history of a need: to which state, with which priority, who, when, why. Never changed."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("Bedarf"))
    state = models.CharField(_("Stand"), max_length=10, choices=NeedState)
    priority = models.CharField(_("Priorität"), max_length=10, choices=Priority, blank=True)
    reason = models.TextField(_("Begründung"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("entschieden am"), auto_now_add=True)
    decided_by = models.CharField(_("entschieden von"), max_length=200)
    decided_by_id = models.CharField(_("Kennung"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("Entscheidung")
        verbose_name_plural = _("Entscheidungen")
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.get_priority_display()}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new one. Raises ``Immutable`` for one that is stored already."""
        if self.pk is not None:
            raise Immutable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ``Immutable``."""
        raise Immutable
