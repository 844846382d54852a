"""Templates and their versions. A published version never changes again: a trigger refuses it (0001_initial)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared.library.vocabulary import KEY_PATTERN, Kind


class Template(models.Model):
    """A template, whatever its version; ``key`` is its name to the outside and in every town's copy."""

    key = models.CharField(_("Schlüssel"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    title = models.CharField(_("Titel"), max_length=200)
    adopt_by_default = models.BooleanField(_("neue Kommunen übernehmen sie von selbst"), default=False)

    class Meta:
        verbose_name = _("Vorlage")
        verbose_name_plural = _("Vorlagen")
        ordering = ["title", "pk"]
        constraints = [models.CheckConstraint(condition=Q(key__regex=KEY_PATTERN), name="template_key_is_plain")]

    def __str__(self) -> str:
        return self.title


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

    ``content`` depends on the template's kind, see ``shared.library.content``.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions", verbose_name=_("Vorlage"))
    number = models.PositiveIntegerField(_("Version"))
    content = models.JSONField(_("Inhalt"))
    change_note = models.TextField(_("Was ist neu?"))
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)

    objects = PublishedVersions.as_manager()

    class Meta:
        verbose_name = _("Version einer Vorlage")
        verbose_name_plural = _("Versionen von Vorlagen")
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="template_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.template} · Version {self.number}"
