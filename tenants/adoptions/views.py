"""The library as a municipality sees it: look, compare, decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, allowed, requires
from kisi.ui.forms import answer_form
from kisi.ui.tables import answer_table
from shared.library.comparison import Worded, compare_versions
from shared.library.forms import ComparisonForm
from shared.library.models import TemplateVersion
from shared.library.preview import differences_between, shown_content, worded
from shared.library.vocabulary import Kind
from tenants.adoptions import actions
from tenants.adoptions.forms import AdoptForm, DecisionForm, offered_filter
from tenants.adoptions.history import history_of
from tenants.adoptions.listing import TEMPLATES, pill_of, template_rows
from tenants.adoptions.models import Adoption
from tenants.adoptions.onward import ways_on
from tenants.adoptions.problems import AdoptionProblem
from tenants.adoptions.queries import Here, Offered, offered_template, published_versions, template_here
from tenants.adoptions.vocabulary import Choice


def _offered_or_404(key: str) -> Offered:
    if (found := offered_template(key)) is None:
        raise Http404
    return found


def _here_or_404(key: str) -> Here:
    if (found := template_here(key)) is None:
        raise Http404
    return found


@requires(Permission.LIBRARY_VIEW)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every template there is for this municipality."""
    rows = template_rows()
    return answer_table(request, "adoptions/list.html", TEMPLATES, rows, offered_filter(request.GET, rows))


@requires(Permission.LIBRARY_VIEW)
@require_safe
def template(request: HttpRequest, key: str) -> HttpResponse:
    """One template: how it stands here, what was decided, what it says."""
    here = _here_or_404(key)
    offered = here.offered
    number = offered.adopted or offered.newest
    context = {
        "offered": offered,
        "pill": pill_of(offered),
        "kind": Kind(offered.kind).label,
        "versions": here.versions,
        "withdrawn_note": here.withdrawn_note,
        "may_adopt": allowed(request.user, Permission.LIBRARY_ADOPT),
        "ways_on": ways_on(request, kind=offered.kind, template=key) if offered.adopted else [],
        "history": history_of(here.decisions, here.copies),
        "number": number,
        **_content(request, key, number, here.copies),
    }
    return render(request, "adoptions/template.html", context)


@requires(Permission.LIBRARY_VIEW)
@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version as it is read: the own copy, or what the library has."""
    offered = _offered_or_404(key)
    context = {"offered": offered, "number": number, "is_own": offered.adopted == number}
    copies = Adoption.objects.filter(template_key=key, version=number)
    return render(request, "adoptions/version.html", context | _content(request, key, number, copies))


@requires(Permission.LIBRARY_VIEW)
@require_safe
def comparison(request: HttpRequest, key: str) -> HttpResponse:
    """Two published versions side by side."""
    offered = _offered_or_404(key)
    rows = {row.number: row for row in published_versions(key)}
    form = ComparisonForm(request.GET or None, versions=list(rows))
    above = reverse("adoptions:template", args=[key])
    context: dict[str, Any] = {"lead": offered.title, "above": above, "form": form}
    if form.is_bound and not form.is_valid():
        return render(request, "library/comparison.html", context, status=422)
    if len(rows) > 1:
        old, new = (rows[number] for number in form.numbers)
        context |= {"old": old, "new": new, "differences": differences_between(old, new)}
    return render(request, "library/comparison.html", context)


@requires(Permission.LIBRARY_ADOPT)
@require_POST
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Copy the version that was read."""
    offered = _offered_or_404(key)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte versuchen Sie es noch einmal: Die Angabe der Fassung fehlt."))
        return redirect("adoptions:template", key)
    try:
        actions.adopt_version(key=key, version=form.cleaned_data["version"], by=actor_of(request))
    except AdoptionProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("„%(title)s“ ist übernommen.") % {"title": offered.title})
    return redirect("adoptions:template", key)


@requires(Permission.LIBRARY_ADOPT)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """See what is new, and adopt it, keep the own version, or decide later."""
    here = _here_or_404(key)
    offered = here.offered
    if offered.adopted is None or not offered.has_newer:
        messages.info(request, _("Zu dieser Vorlage gibt es keine neuere Fassung."))
        return redirect("adoptions:template", key)
    form = DecisionForm(request.POST or None, initial={"version": offered.newest})
    if form.is_valid():
        try:
            done = _decided(form, offered, actor_of(request))
        except AdoptionProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect("adoptions:template", key)
    return answer_form(request, "adoptions/decide.html", form, _newer(here, offered.adopted))


def _decided(form: Form, offered: Offered, by: Any) -> str:
    """Do what was chosen; what to say of it. Raises ``AdoptionProblem``."""
    values = form.cleaned_data
    chosen = {"key": offered.key, "version": values["version"], "reason": values["reason"], "by": by}
    if values["choice"] == Choice.ADOPT:
        actions.adopt_version(**chosen)
        return _("Die neue Fassung ist übernommen.")
    if values["choice"] == Choice.KEEP:
        actions.keep_current(**chosen)
        return _("Sie bleiben bei Ihrer Fassung. Sie können die neue jederzeit doch übernehmen.")
    actions.put_off(**chosen, remind_on=values["remind_on"])
    return _("Wir erinnern Sie am %(day)s.") % {"day": f"{values['remind_on']:%d.%m.%Y}"}


def _newer(here: Here, adopted: int) -> dict[str, Any]:
    """The own copy and the newest version side by side, with what the centre says is new since."""
    offered = here.offered
    own = next(copy for copy in here.copies if copy.version == adopted)
    since = [row for row in here.versions if row.number > own.version]
    new = worded(since[0])
    before = Worded(own.title, own.content)
    return {
        "offered": offered,
        "own": own,
        "since": since,
        "is_survey": offered.kind == Kind.SURVEY,
        "differences": compare_versions(offered.kind, before, Worded(new.title, new.content)),
    }


def _content(request: HttpRequest, key: str, number: int, copies: Iterable[Adoption]) -> dict[str, Any]:
    language = request.GET.get("sprache", "de")
    own = next((copy for copy in copies if copy.version == number), None)
    if own is not None:
        return {"shown_title": own.title, **shown_content(own.kind, own.content, language)}
    found = TemplateVersion.objects.published().select_related("template").filter(template__key=key, number=number)
    if (central := found.first()) is None:
        raise Http404
    return {"shown_title": central.shown_title, **shown_content(central.template.kind, central.content, language)}
