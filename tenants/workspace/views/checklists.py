"""Checklists on screen."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of, user_of
from kisi.core.access import Permission, allowed, requires
from kisi.ui.parts import Crumb
from kisi.ui.tables import Column, Status, Table, answer_table
from tenants.workspace.actions import dismiss_checklist, restore_checklist, settle_entry, start_checklist
from tenants.workspace.models import Checklist, ChecklistEntry
from tenants.workspace.queries import (
    address_of,
    all_checklists,
    checklists_of,
    newest_checklist,
    progress_of,
    startable_checklists,
)
from tenants.workspace.vocabulary import EntryState

START: Final = "arbeitsplatz"


def _state(checklist: Checklist) -> Status:
    settled, total = checklist.settled, checklist.total  # type: ignore[attr-defined] # annotated
    if settled == total:
        return Status(gettext_lazy("fertig"), "ok")
    return Status(gettext_lazy("läuft"), "info")


PEOPLE: Final = Table(
    key="checklisten",
    caption=gettext_lazy("Checklisten aller Personen"),
    columns=(
        Column(key="person", label=gettext_lazy("Person"), value=lambda row: row.user.name, order_by=("user__name",)),
        Column(key="title", label=gettext_lazy("Checkliste"), order_by=("title",)),
        Column(key="started_on", label=gettext_lazy("Begonnen"), order_by=("started_on",)),
        Column(key="settled", label=gettext_lazy("Erledigt"), order_by=("settled",), number=True),
        Column(key="total", label=gettext_lazy("Einträge"), order_by=("total",), number=True),
        Column(key="state", label=gettext_lazy("Stand"), value=_state),
    ),
    empty_title=gettext_lazy("Noch niemand hat eine Checkliste begonnen"),
)


@requires(Permission.CHECKLISTS_KEEP)
@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    """A person's own lists, what else they may begin, and for coordinators how far everybody is."""
    user = user_of(request)
    context = {
        "checklists": checklists_of(user.pk),
        "startable": startable_checklists(user.pk),
        "sees_everybody": allowed(user, Permission.PEOPLE_MANAGE),
    }
    if not context["sees_everybody"]:
        return render(request, "workspace/checklists.html", context)
    return answer_table(request, "workspace/checklists.html", PEOPLE, all_checklists(), None, context)


@requires(Permission.CHECKLISTS_KEEP)
@require_safe
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: what is to do, what is done, and the way back."""
    found = _own(request, pk)
    context = {
        "checklist": found,
        "entries": found.entries.all(),
        "progress": progress_of(found),
        "today": timezone.localdate(),
        "crumbs": [Crumb(_("Checklisten"), reverse("workspace:checklists")), Crumb(found.title)],
    }
    return render(request, "workspace/checklist.html", context)


@requires(Permission.CHECKLISTS_KEEP)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick, strike out or reopen an entry (``stand``); back to where the button was."""
    entry = get_object_or_404(ChecklistEntry, pk=pk, checklist__user=user_of(request))
    state = request.POST.get("stand", "")
    if state not in EntryState.values:
        raise Http404
    settle_entry(entry=entry, state=EntryState(state), by=actor_of(request))
    if request.POST.get("zurueck") == START:
        return redirect("desk:start")
    return HttpResponseRedirect(address_of(entry))


@requires(Permission.CHECKLISTS_KEEP)
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list from the start page (``zeigen=nein``) or put it back."""
    found, by = _own(request, pk), actor_of(request)
    if request.POST.get("zeigen") == "nein":
        dismiss_checklist(checklist=found, by=by)
        messages.info(
            request,
            _("„%(title)s“ ist ausgeblendet. Sie finden die Liste unter „Checklisten“.") % {"title": found.title},
        )
        return redirect("desk:start")
    restore_checklist(checklist=found, by=by)
    return redirect("workspace:checklist", found.pk)


@requires(Permission.CHECKLISTS_KEEP)
@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Begin an adopted checklist today."""
    adopted = newest_checklist(key)
    if adopted is None:
        raise Http404
    user = user_of(request)
    begun = start_checklist(
        user_id=user.pk,
        key=adopted.template_key,
        version=adopted.version,
        title=adopted.title,
        content=adopted.content,
        started_on=timezone.localdate(),
        by=user.actor,
    )
    return redirect("workspace:checklist", begun.pk)


def _own(request: HttpRequest, pk: int) -> Checklist:
    """A list of this person; anybody else's cannot be found."""
    return get_object_or_404(Checklist, pk=pk, user=user_of(request))
