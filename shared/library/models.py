"""Templates, their versions, and what was done to them.

A published version never changes again: a trigger refuses it (0001_initial). Towns read these tables as
their own roles: row security shows them what is published and nothing else (0002_review).
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from kisi.core.vocabulary import Topic
from shared.library.vocabulary import KEY_PATTERN, Kind, Offer, State, Step

SEARCH: Final = TextSearch(title="A", summary="B", key="C")
"""What a template is found by; its key begins with its kind ("massnahme-formularhilfe")."""


class Template(models.Model):
    """A template, whatever its version; ``key`` is its name to the outside and in every town's copy.

    Title, summary and topic are those of the newest published version. ``withdrawn_at`` says that it is no
    longer recommended: nobody adopts it any more, who has it keeps it.
    """

    key = models.CharField(_("Schlüssel"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    title = models.CharField(_("Titel"), max_length=200)
    summary = models.CharField(_("Kurz gesagt"), max_length=300, blank=True, default="", db_default="")
    topic = models.CharField(_("Handlungsfeld"), max_length=20, choices=Topic, blank=True, default="", db_default="")
    adopt_by_default = models.BooleanField(_("neue Kommunen übernehmen sie von selbst"), default=False)
    withdrawn_at = models.DateTimeField(_("nicht mehr empfohlen seit"), null=True, blank=True)
    withdrawn_note = models.TextField(_("Warum nicht mehr?"), blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("Vorlage")
        verbose_name_plural = _("Vorlagen")
        ordering = ["title", "pk"]
        indexes = [SEARCH.index("template_text")]
        constraints = [models.CheckConstraint(condition=Q(key__regex=KEY_PATTERN), name="template_key_is_plain")]

    def __str__(self) -> str:
        return self.title

    @property
    def offer(self) -> Offer:
        """How it is offered to municipalities."""
        if self.withdrawn_at is not None:
            return Offer.WITHDRAWN
        return Offer.BY_DEFAULT if self.adopt_by_default else Offer.OFFERED


class PublishedVersions(models.QuerySet["TemplateVersion"]):
    """Reading the versions."""

    def published(self) -> PublishedVersions:
        """Versions that municipalities can adopt."""
        return self.filter(published_at__isnull=False)

    def newest(self) -> PublishedVersions:
        """The newest published version of every template."""
        last = models.Max("template__versions__number", filter=Q(template__versions__published_at__isnull=False))
        return self.published().annotate(last=last).filter(number=F("last"))


class TemplateVersion(models.Model):
    """One version of a template: a draft until it has been published, then immutable.

    ``content`` depends on the template's kind, see ``shared.library.content``; it is whole and right at any time,
    in drafts too. ``title`` is empty where it is the template's.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions", verbose_name=_("Vorlage"))
    number = models.PositiveIntegerField(_("Fassung"))
    title = models.CharField(_("Titel"), max_length=200, blank=True, default="", db_default="")
    summary = models.CharField(_("Kurz gesagt"), max_length=300, blank=True, default="", db_default="")
    topic = models.CharField(_("Handlungsfeld"), max_length=20, choices=Topic, blank=True, default="", db_default="")
    content = models.JSONField(_("Inhalt"))
    change_note = models.TextField(_("Was ist neu?"))
    submitted_at = models.DateTimeField(_("zur Prüfung gegeben am"), null=True, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)

    objects = PublishedVersions.as_manager()

    class Meta:
        verbose_name = _("Fassung einer Vorlage")
        verbose_name_plural = _("Fassungen von Vorlagen")
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="template_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.shown_title} · Fassung {self.number}"

    @property
    def shown_title(self) -> str:
        """The title of this version."""
        return self.title or self.template.title

    @property
    def state(self) -> State:
        """How far it is."""
        if self.published_at is not None:
            return State.PUBLISHED
        return State.DRAFT if self.submitted_at is None else State.IN_REVIEW


class VersionStep(models.Model):
    """Something somebody did to a version: the way from the first draft to the publication."""

    version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="steps", verbose_name=_("Fassung")
    )
    step = models.CharField(_("Vorgang"), max_length=20, choices=Step)
    comment = models.TextField(_("Anmerkung"), blank=True)
    taken_at = models.DateTimeField(_("am"), auto_now_add=True)
    actor = models.CharField(_("Kennung"), max_length=100)
    actor_label = models.CharField(_("von"), max_length=200)

    class Meta:
        verbose_name = _("Schritt einer Fassung")
        verbose_name_plural = _("Schritte von Fassungen")
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.actor_label}"
