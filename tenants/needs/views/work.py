"""What is done with a need: evidence, decisions, merging."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from tenants.needs import actions
from tenants.needs.citing import Results, offered
from tenants.needs.forms import CiteForm, DecisionForm, MergeForm, ObservationForm
from tenants.needs.models import Evidence, Need
from tenants.needs.problems import NeedProblem
from tenants.needs.queries import family_of
from tenants.needs.views.crumbs import crumbs
from tenants.needs.views.needs import present_or_404


@requires(Permission.NEEDS_EDIT)
@counts_once()
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step, with priority and reason."""
    found = present_or_404(pk)
    form = DecisionForm(request.POST or None, need=found)
    if form.is_valid():
        try:
            actions.decide(need=found, by=actor_of(request), **form.cleaned_data)
        except NeedProblem as problem:
            form.add_error("state", str(problem))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Die Entscheidung ist festgehalten."))
            return redirect("needs:need", pk)
    context = {"need": found, "crumbs": crumbs((found.title, pk), here=_("Entscheiden"))}
    return answer_form(request, "needs/decide.html", form, context)


@requires(Permission.NEEDS_EDIT)
@counts_once()
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over results of the need's topic."""
    found = present_or_404(pk)
    offers = offered(Results(), topic=found.topic)
    form = CiteForm(request.POST or None, offers=offers)
    if request.method == "POST" and not request.POST:
        form = CiteForm({}, offers=offers)
    if form.is_valid():
        evidence = [one.as_evidence() for one in form.chosen]
        actions.add_evidence(need=found, evidence=evidence, by=actor_of(request))
        messages.success(request, _("Die Belege sind aufgenommen."))
        return redirect("needs:need", pk)
    context = {"need": found, "offers": offers, "crumbs": crumbs((found.title, pk), here=_("Ergebnisse aufnehmen"))}
    return answer_form(request, "needs/cite.html", form, context)


@requires(Permission.NEEDS_EDIT)
@counts_once()
def observe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an observation, what people brought to the contact point, a document or a link."""
    found = present_or_404(pk)
    form = ObservationForm(request.POST or None, instance=Evidence())
    if form.is_valid():
        try:
            actions.add_evidence(need=found, evidence=[form.instance], by=actor_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Der Beleg ist aufgenommen."))
            return redirect("needs:need", pk)
    context = {"need": found, "crumbs": crumbs((found.title, pk), here=_("Beleg aufschreiben"))}
    return answer_form(request, "needs/observe.html", form, context)


@requires(Permission.NEEDS_EDIT)
@require_POST
def remove_evidence(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Take evidence off a need."""
    row = _evidence_or_404(pk, evidence)
    actions.remove_evidence(evidence=row, by=actor_of(request))
    messages.success(request, _("Der Beleg ist entfernt. Unten bei den Belegen können Sie das zurücknehmen."))
    return redirect("needs:need", pk)


@requires(Permission.NEEDS_EDIT)
@require_POST
def restore_evidence(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Take that back."""
    row = _evidence_or_404(pk, evidence)
    actions.restore_evidence(evidence=row, by=actor_of(request))
    messages.success(request, _("Der Beleg ist wieder da."))
    return redirect("needs:need", pk)


def _evidence_or_404(pk: int, evidence: int) -> Evidence:
    return get_object_or_404(
        Evidence.objects.select_related("need"), pk=evidence, need__in=family_of(present_or_404(pk))
    )


@requires(Permission.NEEDS_EDIT)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the need that stands for this one too."""
    found = present_or_404(pk)
    form = MergeForm(request.POST or None, need=found)
    if form.is_valid():
        stays: Need = form.cleaned_data["into"]
        try:
            actions.merge(duplicate=found, into=stays, by=actor_of(request))
        except NeedProblem as problem:
            form.add_error("into", str(problem))
        else:
            messages.success(request, _("Zusammengeführt. Belege und Entscheidungen beider Bedarfe stehen jetzt hier."))
            return redirect("needs:need", stays.pk)
    has_others = form.fields["into"].queryset.exists()  # type: ignore[attr-defined]
    context = {"need": found, "has_others": has_others, "crumbs": crumbs((found.title, pk), here=_("Zusammenführen"))}
    return answer_form(request, "needs/merge.html", form, context)


@requires(Permission.NEEDS_EDIT)
@require_POST
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take merging back."""
    found = get_object_or_404(Need, pk=pk, removed_at=None, merged_into__isnull=False)
    actions.separate(need=found, by=actor_of(request))
    messages.success(request, _("„%(title)s“ steht wieder für sich.") % {"title": found.title})
    return redirect("needs:need", pk)
