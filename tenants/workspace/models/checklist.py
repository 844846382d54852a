"""A person's own copy of a checklist: later versions of the template never change it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from tenants.workspace.vocabulary import EntryState

SEARCH: Final = TextSearch(title="A", explanation="B")
"""What an entry is found by."""


class Checklist(models.Model):
    """A checklist somebody works through. ``dismissed_at`` takes it from the start page, nothing is lost."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="checklists", verbose_name=_("Person")
    )
    template_key = models.CharField(_("Vorlage"), max_length=80)
    version = models.PositiveIntegerField(_("Fassung"))
    title = models.CharField(_("Titel"), max_length=200)
    introduction = models.TextField(_("Einleitung"))
    started_on = models.DateField(_("begonnen am"))
    dismissed_at = models.DateTimeField(_("ausgeblendet"), null=True, blank=True)

    class Meta:
        verbose_name = _("Checkliste")
        verbose_name_plural = _("Checklisten")
        ordering = ["started_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "template_key"], name="checklist_once_a_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How the audit trail names this list."""
        return f"workspace.checklist:{self.pk}"


class ChecklistEntry(models.Model):
    """One thing on a checklist, due on a day counted from the start."""

    checklist = models.ForeignKey(
        Checklist, on_delete=models.CASCADE, related_name="entries", verbose_name=_("Checkliste")
    )
    key = models.CharField(_("Schlüssel"), max_length=80)
    position = models.PositiveSmallIntegerField(_("Stelle"))
    title = models.CharField(_("Titel"), max_length=200)
    explanation = models.TextField(_("Erläuterung"))
    due_on = models.DateField(_("fällig am"))
    state = models.CharField(_("Stand"), max_length=10, choices=EntryState, default=EntryState.OPEN)
    settled_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Eintrag einer Checkliste")
        verbose_name_plural = _("Einträge einer Checkliste")
        ordering = ["due_on", "position"]
        indexes = [SEARCH.index("checklist_entry_text")]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "key"], name="checklist_entry_once"),
            models.CheckConstraint(
                condition=Q(state=EntryState.OPEN, settled_at=None)
                | (~Q(state=EntryState.OPEN) & Q(settled_at__isnull=False)),
                name="checklist_entry_settled_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title
