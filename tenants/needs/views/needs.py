"""The list, one need, stating, changing, removing."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.forms import answer_form
from kisi.ui.tables import answer_table, export_asked
from tenants.needs import actions
from tenants.needs.citing import Results, offered, topic_of
from tenants.needs.follow_ups import follow_ups_of
from tenants.needs.forms import NeedFilter, NeedForm
from tenants.needs.history import happenings
from tenants.needs.listing import NEEDS, NEEDS_FILE, pill_of, sortable
from tenants.needs.models import Need, NeedsSettings
from tenants.needs.queries import all_evidence_of, decisions_of, listed, merged_with
from tenants.needs.views.crumbs import crumbs
from tenants.needs.vocabulary import STEPS

REMOVED_SHOWN: Final = 20


@requires(Permission.NEEDS_VIEW)
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """All needs, filtered and sorted, and those that were removed and can be restored."""
    filtered = NeedFilter(request.GET, sortable(listed()))
    removed = Need.objects.filter(removed_at__isnull=False).order_by("-removed_at")[:REMOVED_SHOWN]
    context = {
        "may_change": allowed(request.user, Permission.NEEDS_EDIT),
        "may_compare": allowed(request.user, Permission.RESULTS_VIEW),
        "removed": removed,
    }
    table = NEEDS_FILE if export_asked(request) else NEEDS
    return answer_table(request, "needs/list.html", table, filtered.qs, filtered, context)


@requires(Permission.NEEDS_VIEW)
@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: what speaks for it, what was decided, what follows. A merged one leads to the one that stands."""
    found = get_object_or_404(Need.objects.select_related("responsible"), pk=pk, removed_at=None)
    if found.merged_into_id is not None:
        return redirect("needs:need", found.merged_into_id)
    merged = merged_with(found)
    family = [found.pk, *(one.pk for one in merged if one.merged_into_id == found.pk)]
    evidence = list(all_evidence_of(family))
    removed = sorted((one for one in evidence if one.removed_at), key=attrgetter("removed_at"), reverse=True)
    context = {
        "need": found,
        "pill": pill_of(found),
        "crumbs": crumbs(here=found.title),
        "evidence": [one for one in evidence if one.removed_at is None],
        "removed_evidence": removed[:REMOVED_SHOWN],
        "history": happenings(decisions_of(family), found),
        "merged": [one for one in merged if one.merged_via_id == found.pk],
        "follow_ups": follow_ups_of(found.pk, request.user),
        "may_change": allowed(request.user, Permission.NEEDS_EDIT),
        "sees_results": allowed(request.user, Permission.RESULTS_VIEW),
        "has_steps": bool(STEPS[found.state]),
    }
    return render(request, "needs/need.html", context)


@requires(Permission.NEEDS_EDIT)
@counts_once()
def add(request: HttpRequest) -> HttpResponse:
    """A new need; ``?handlungsfeld=&perspektive=&welle=&frage=`` say from which result somebody comes."""
    results = Results()
    asked = _asked(request, results)
    offers = offered(results, **asked["offers"]) if request.method == "GET" else []
    form = NeedForm(request.POST or None, instance=Need(), offers=offers, results=results, initial=asked["initial"])
    if form.is_valid():
        evidence = [one.as_evidence() for one in form.chosen]
        try:
            made = actions.add_need(
                need=form.instance, evidence=evidence, is_draft=form.is_for_draft, by=actor_of(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("needs:need", made.pk)
    return answer_form(request, "needs/add.html", form, {"crumbs": crumbs(here=_("Bedarf formulieren"))})


def _asked(request: HttpRequest, results: Results) -> dict[str, Any]:
    """What the address says, as initial values and as what to offer; what cannot be read is ignored."""
    get = request.GET
    wave = int(get["welle"]) if get.get("welle", "").isdecimal() and len(get["welle"]) < 19 else 0
    question = get.get("frage", "")[:40]
    topic = get.get("handlungsfeld", "")
    if topic not in Topic.values:
        topic = topic_of(results, wave, question) if wave else ""
    perspectives = [one for one in get.getlist("perspektive") if one in Perspective.values]
    counted = results.of(wave) if wave else None
    if counted and not perspectives:
        perspectives = [counted.wave.perspective]
    review_on = timezone.localdate() + timedelta(days=NeedsSettings.current().review_after_days)
    initial: dict[str, Any] = {"topic": topic, "perspectives": perspectives, "review_on": review_on}
    if wave:
        initial["evidence"] = [f"{wave}:{question}"]
    elif topic:
        newest = (one for one in offered(results, topic=topic) if one.wave.perspective in perspectives)
        initial["evidence"] = [one.reference for one in newest]
    return {"initial": initial, "offers": {"topic": topic, "wave": wave, "question": question}}


@requires(Permission.NEEDS_EDIT)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a need's values."""
    found = present_or_404(pk)
    form = NeedForm(request.POST or None, instance=found, offers=[], results=Results())
    if form.is_valid():
        try:
            actions.change_need(need=form.instance, by=actor_of(request))
        except Need.DoesNotExist:
            form.add_error(None, _("Diesen Bedarf gibt es nicht mehr: Er wurde gerade entfernt oder zusammengeführt."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("needs:need", pk)
    context = {"pk": pk, "crumbs": crumbs((found.title, pk), here=_("Ändern"))}
    return answer_form(request, "needs/change.html", form, context)


@requires(Permission.NEEDS_EDIT)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what happens, then take the need off every page."""
    found = present_or_404(pk)
    if request.method == "POST":
        actions.remove_need(need=found, by=actor_of(request))
        words = {"title": found.title}
        messages.success(
            request, _("„%(title)s“ ist entfernt. Unten auf dieser Seite können Sie das zurücknehmen.") % words
        )
        return redirect("needs:list")
    context = {"need": found, "crumbs": crumbs((found.title, pk), here=_("Entfernen"))}
    return render(request, "needs/remove.html", context)


@requires(Permission.NEEDS_EDIT)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a removal back."""
    found = get_object_or_404(Need, pk=pk, removed_at__isnull=False)
    actions.restore_need(need=found, by=actor_of(request))
    messages.success(request, _("„%(title)s“ ist wieder da.") % {"title": found.title})
    return redirect("needs:need", pk)


def present_or_404(pk: int) -> Need:
    """A need that stands for itself. Raises ``Http404``."""
    return get_object_or_404(Need.objects.present(), pk=pk)
