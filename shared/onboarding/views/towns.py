"""One municipality, and taking a new one on board."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from shared.municipalities.listing import pill_of
from shared.municipalities.models import Municipality
from shared.municipalities.queries import Place, found_places, on_board, place
from shared.onboarding.actions import (
    AlreadyOnBoard,
    InvitationNotRepeatable,
    OnboardingRefused,
    plan_onboarding,
    repeat_invitation,
    request_onboarding,
)
from shared.onboarding.forms import OnboardForm, RegisterSearchForm
from shared.onboarding.models import Onboarding
from shared.onboarding.progress import progress_of
from shared.onboarding.queries import facts_of, offered_templates, seen_from_outside
from shared.onboarding.vocabulary import OnboardingStepName


@requires(Permission.MUNICIPALITIES_VIEW)
@require_safe
def town(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the platform knows about one municipality from outside."""
    municipality = get_object_or_404(seen_from_outside(), pk=pk)
    may_manage = allowed(request.user, Permission.MUNICIPALITIES_MANAGE)
    facts = facts_of(municipality)
    jobs = [*facts.offboardings, *([facts.onboarding] if facts.onboarding else [])]
    context = {
        "crumbs": [Crumb(_("Kommunen"), reverse("municipalities:towns")), Crumb(municipality.name)],
        "town": municipality,
        "pill": pill_of(municipality.status),
        "facts": facts,
        "history": [progress_of(job, may_manage=may_manage) for job in jobs],
        "may_manage": may_manage,
        "sees_state": allowed(request.user, Permission.OPERATION_VIEW),
    }
    return render(request, "onboarding/town.html", context)


@requires(Permission.MUNICIPALITIES_MANAGE)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Find the municipality in the official register; htmx gets the hits alone."""
    form = RegisterSearchForm(request.GET or None)
    hits: list[tuple[Place, bool]] = []
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if words:
        found = found_places(words, limit=settings.KISI_REGISTER_HITS)
        taken = set(on_board().filter(ags__in=[hit.ags for hit in found]).values_list("ags", flat=True))
        hits = [(hit, hit.ags in taken) for hit in found]
    status = 422 if form.is_bound and form.errors else 200
    is_fragment = request.headers.get("HX-Target") == "treffer"
    template = "onboarding/hits.html" if is_fragment else "onboarding/choose.html"
    context = {"form": form, "hits": hits, "words": words, "limit": settings.KISI_REGISTER_HITS}
    response = TemplateResponse(request, template, context, status=status)
    response["Vary"] = "HX-Target"
    return response


@requires(Permission.MUNICIPALITIES_MANAGE)
@counts_once()
def onboard(request: HttpRequest, ags: str) -> HttpResponse:
    """Ask for the coordinator, show what would happen, and begin – three steps at one address."""
    found = place(ags) if ags.isdecimal() else None
    if found is None:
        raise Http404
    offers = offered_templates()
    sent = request.POST if request.method == "POST" and "back" not in request.POST else None
    kept = _kept(request) if "back" in request.POST else {}
    form = OnboardForm(sent, place=found, offers=offers, **kept)
    context: dict[str, Any] = {"place": found}
    if form.is_valid():
        answer = _plan_or_begin(request, form, found, context)
        if answer is not None:
            return answer
    elif form.is_bound:
        _say_what_else_is_wrong(form, found)
    return answer_form(request, "onboarding/onboard.html", form, context)


def _say_what_else_is_wrong(form: OnboardForm, found: Place) -> None:
    """Everything at once: whoever corrects the address is not told of the short name only then."""
    try:
        plan_onboarding(**form.wanted(found.ags))
    except OnboardingRefused as refusal:
        form.refuse(refusal.problems)
    except AlreadyOnBoard as refusal:
        form.add_error(None, str(refusal))


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed, for somebody who goes back from the confirmation."""
    names = ("coordinator_name", "coordinator_email", "slug")
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in names}
    return {"initial": {**typed, "templates": request.POST.getlist("templates")}}


def _plan_or_begin(
    request: HttpRequest, form: OnboardForm, found: Place, context: dict[str, Any]
) -> HttpResponse | None:
    """The confirmation or the way to the begun job; None when the form now says what is wrong."""
    try:
        if "confirmed" in request.POST:
            begun = request_onboarding(**form.wanted(found.ags), by=actor_of(request))
            messages.success(request, _("Die Aufnahme von %(name)s hat begonnen.") % {"name": begun.name})
            return redirect("onboarding:onboarding", pk=begun.pk)
        plan = plan_onboarding(**form.wanted(found.ags))
    except OnboardingRefused as refusal:
        form.refuse(refusal.problems)
    except AlreadyOnBoard as refusal:
        form.add_error(None, str(refusal))
        context["already"] = refusal
    else:
        labels = [OnboardingStepName(name).label for name in plan.steps]
        return render(request, "onboarding/confirm.html", {"form": form, "plan": plan, "steps": labels})
    return None


@requires(Permission.MUNICIPALITIES_MANAGE)
@require_POST
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the coordinator's invitation once more."""
    municipality = get_object_or_404(Municipality, pk=pk)
    onboarding = get_object_or_404(Onboarding, municipality=municipality)
    try:
        repeat_invitation(onboarding, by=actor_of(request))
    except InvitationNotRepeatable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Die Einladung ist mit einem neuen Link unterwegs."))
    return redirect("onboarding:town", pk=pk)
