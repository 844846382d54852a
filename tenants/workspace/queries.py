"""Reads with more than one caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from kisi.core.due_work import DueItem
from kisi.core.realms import realm_or_none
from tenants.adoptions.models import Adoption
from tenants.workspace.models import Checklist, ChecklistEntry, WorkspaceSettings
from tenants.workspace.vocabulary import EntryState


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is: settled entries of all."""

    settled: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Nothing is open any more."""
        return self.settled == self.total


def checklists_of(user_id: int) -> QuerySet[Checklist]:
    """A person's lists with the numbers ``total`` and ``settled``."""
    return Checklist.objects.filter(user_id=user_id).annotate(
        total=Count("entries"), settled=Count("entries", filter=~Q(entries__state=EntryState.OPEN))
    )


def all_checklists() -> QuerySet[Checklist]:
    """Everybody's lists that are still shown, with their numbers."""
    return (
        Checklist.objects.filter(user__is_active=True)
        .select_related("user")
        .annotate(total=Count("entries"), settled=Count("entries", filter=~Q(entries__state=EntryState.OPEN)))
        .order_by("user__name", "started_on", "pk")
    )


def progress_of(checklist: Checklist) -> Progress:
    """The numbers of one list; of its prefetched or freshly read entries."""
    states = [entry.state for entry in checklist.entries.all()]
    return Progress(settled=sum(state != EntryState.OPEN for state in states), total=len(states))


def open_entries(user_id: int) -> QuerySet[ChecklistEntry]:
    """What somebody still has to do on lists that are shown."""
    return ChecklistEntry.objects.filter(
        checklist__user_id=user_id, checklist__dismissed_at=None, state=EntryState.OPEN
    )


def due_entries(user_id: int, until: date, limit: int) -> list[DueItem]:
    """Open entries that are due by a day, the earliest first."""
    rows = open_entries(user_id).filter(due_on__lte=until).order_by("due_on", "position")
    return [DueItem(row.title, address_of(row), row.due_on) for row in rows[:limit]]


def address_of(entry: ChecklistEntry) -> str:
    """Where an entry stands on screen."""
    return f"{reverse('workspace:checklist', args=[entry.checklist_id])}#eintrag-{entry.pk}"


def newest_checklist(key: str) -> Adoption | None:
    """The newest adopted version of a checklist template."""
    return Adoption.objects.filter(kind="checklist", template_key=key).order_by("-version").first()


def startable_checklists(user_id: int) -> list[Adoption]:
    """Adopted checklists this person has not begun, each in its newest version."""
    begun = Checklist.objects.filter(user_id=user_id).values("template_key")
    rows = Adoption.objects.filter(kind="checklist").exclude(template_key__in=begun)
    newest = {row.template_key: row for row in rows.order_by("template_key", "version")}
    return sorted(newest.values(), key=lambda row: row.title)


def hidden_features(_request: HttpRequest) -> frozenset[str]:
    """The optional areas this municipality leaves out (for ``KISI_UI_HIDDEN_FEATURES``); none on the public host."""
    realm = realm_or_none()
    if realm is None or realm.municipality is None:
        return frozenset()
    hidden = WorkspaceSettings.objects.values_list("hidden_features", flat=True).first()
    return frozenset(hidden or ())


def checklist_templates() -> list[tuple[str, str]]:
    """Key and title of every adopted checklist, by title."""
    rows = Adoption.objects.filter(kind="checklist").order_by("template_key", "version")
    return sorted({row.template_key: row.title for row in rows}.items(), key=lambda pair: pair[1])
