"""From draft to publication, and how a template is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from shared.library import actions
from shared.library.actions.steps import actor_key
from shared.library.forms import OfferForm, ReviewForm
from shared.library.forms.decisions import PUBLISH
from shared.library.preview import differences_between, shown_content
from shared.library.problems import LibraryProblem
from shared.library.queries import wrote_on
from shared.library.views.finding import (
    published_before,
    template_or_404,
    to_version,
    version_or_404,
)
from shared.library.vocabulary import Kind, Offer, State


@requires(Permission.LIBRARY_EDIT)
@require_POST
def submit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give a draft to review."""
    return _do(request, actions.submit, key, number, _("Die Fassung ist in Prüfung. Jemand anderes gibt sie frei."))


@requires(Permission.LIBRARY_EDIT)
@require_POST
def recall(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a version back from review."""
    return _do(request, actions.recall, key, number, _("Die Fassung ist wieder ein Entwurf."))


@requires(Permission.LIBRARY_EDIT)
def review(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Read a version, see what is new in it, publish it or send it back."""
    version = version_or_404(request, key, number)
    if version.state != State.IN_REVIEW:
        messages.error(request, _("Diese Fassung ist nicht in Prüfung."))
        return to_version(version)
    if wrote_on(version, actor_key(actor_of(request))):
        messages.error(request, _("Sie haben an dieser Fassung geschrieben. Bitte lassen Sie jemand anderes prüfen."))
        return to_version(version)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            done = _decide(request, form, version)
        except LibraryProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return to_version(version)
    before = published_before(version)
    context = {
        "version": version,
        "before": before,
        "is_survey": version.template.kind == Kind.SURVEY,
        "differences": differences_between(before, version) if before else None,
        **shown_content(version.template.kind, version.content, request.GET.get("sprache", "de")),
    }
    return answer_form(request, "library/review.html", form, context)


@requires(Permission.LIBRARY_EDIT)
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Recommend a template, or no longer."""
    template = template_or_404(request, key)
    form = OfferForm(request.POST or None, initial={"offer": template.offer, "reason": template.withdrawn_note})
    if form.is_valid():
        wanted = Offer(form.cleaned_data["offer"])
        actions.change_offer(template=template, offer=wanted, reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.success(request, _("Gespeichert."))
        return redirect("library:template", key)
    return answer_form(request, "library/offer.html", form, {"template": template})


def _decide(request: HttpRequest, form: ReviewForm, version: Any) -> str:
    comment, by = form.cleaned_data["comment"], actor_of(request)
    if form.cleaned_data["verdict"] == PUBLISH:
        actions.publish(version=version, comment=comment, by=by)
        return _("Veröffentlicht. Die Kommunen sehen die neue Fassung und entscheiden selbst.")
    actions.send_back(version=version, comment=comment, by=by)
    return _("Zurückgegeben. Ihre Anmerkung steht beim Entwurf.")


def _do(request: HttpRequest, action: Callable[..., Any], key: str, number: int, done: str) -> HttpResponse:
    version = version_or_404(request, key, number)
    try:
        action(version=version, by=actor_of(request))
    except LibraryProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return to_version(version)
