"""Starting a checklist, working through it, handing it over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.notifications.actions import notify
from tenants.workspace.models import Checklist, ChecklistEntry
from tenants.workspace.vocabulary import EntryState


@transaction.atomic
def start_checklist(
    *, user_id: int, key: str, version: int, title: str, content: dict[str, Any], started_on: date, by: Actor
) -> Checklist:
    """Copy a checklist for a person, its days counted from ``started_on``; the one they have if they began it before.

    ``content`` is that of a template of the kind ``checklist`` (``shared.library.content``).
    """
    checklist, is_new = Checklist.objects.get_or_create(
        user_id=user_id,
        template_key=key,
        defaults={
            "version": version,
            "title": title,
            "introduction": content["introduction"],
            "started_on": started_on,
        },
    )
    if is_new:
        ChecklistEntry.objects.bulk_create(
            ChecklistEntry(
                checklist=checklist,
                key=entry["key"],
                position=position,
                title=entry["title"],
                explanation=entry["explanation"],
                due_on=started_on + timedelta(days=entry["due_after_days"]),
            )
            for position, entry in enumerate(content["entries"])
        )
        record(
            "workspace.checklist_started",
            by=by,
            subject=checklist.reference,
            details={"template": key, "version": version},
        )
    return checklist


@transaction.atomic
def settle_entry(*, entry: ChecklistEntry, state: EntryState, by: Actor) -> ChecklistEntry:
    """Tick an entry, strike it out, or open it again (the way back from both)."""
    entry = ChecklistEntry.objects.select_for_update().select_related("checklist").get(pk=entry.pk)
    if entry.state != state:
        before, entry.state = entry.state, state
        entry.settled_at = None if state == EntryState.OPEN else timezone.now()
        entry.save(update_fields=["state", "settled_at"])
        details = {"entry": entry.key, "state": [before, state.value]}
        record("workspace.checklist_entry_settled", by=by, subject=entry.checklist.reference, details=details)
    return entry


def dismiss_checklist(*, checklist: Checklist, by: Actor) -> None:
    """Take a list from the start page; what is open on it is no longer asked for."""
    _show(checklist, is_shown=False, by=by)


def restore_checklist(*, checklist: Checklist, by: Actor) -> None:
    """Show a list again."""
    _show(checklist, is_shown=True, by=by)


@transaction.atomic
def _show(checklist: Checklist, *, is_shown: bool, by: Actor) -> None:
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if (checklist.dismissed_at is None) == is_shown:
        return
    checklist.dismissed_at = None if is_shown else timezone.now()
    checklist.save(update_fields=["dismissed_at"])
    event = "workspace.checklist_restored" if is_shown else "workspace.checklist_dismissed"
    record(event, by=by, subject=checklist.reference)


@transaction.atomic
def hand_over_checklists(*, from_id: int, to_id: int, by: Actor) -> int:
    """Give what is open on somebody's lists to a successor; how many entries went over.

    Who has the same list already keeps their own: what they have not settled there they do there.
    """
    leaving = Checklist.objects.select_for_update().filter(user_id=from_id, dismissed_at=None).order_by("pk")
    theirs = set(Checklist.objects.filter(user_id=to_id).values_list("template_key", flat=True))
    moved = settled = 0
    for checklist in leaving:
        open_here = checklist.entries.filter(state=EntryState.OPEN)
        number = open_here.count()
        if not number:
            continue
        if checklist.template_key in theirs:
            open_here.update(state=EntryState.DROPPED, settled_at=timezone.now())
            settled += number
        else:
            Checklist.objects.filter(pk=checklist.pk).update(user_id=to_id)
            moved += number
    if moved:
        _tell_successor(to_id, moved, by)
    if moved or settled:
        details = {"number": moved, "dropped": settled} if settled else {"number": moved}
        record("workspace.checklists_handed_over", by=by, subject=f"accounts.user:{to_id}", details=details)
    return moved


def _tell_successor(to_id: int, moved: int, by: Actor) -> None:
    said = ngettext(
        "%(who)s hat Ihnen einen offenen Eintrag einer Checkliste übergeben.",
        "%(who)s hat Ihnen %(number)d offene Einträge von Checklisten übergeben.",
        moved,
    )
    notify(
        recipients=[to_id],
        kind="workspace.handed_over",
        title=said % {"who": by.label, "number": moved},
        text=_("Sie stehen auf Ihrem Arbeitsplatz."),
        url="/checklisten/",
        by=by,
    )
