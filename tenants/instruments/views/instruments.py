"""The list, one instrument, and making one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.core.vocabulary import Perspective
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from kisi.ui.tables import answer_table
from tenants.instruments import actions
from tenants.instruments.forms import CopyForm, NewInstrumentForm
from tenants.instruments.listing import INSTRUMENTS, InstrumentFilter
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.instruments.outline import count_questions, language_lines
from tenants.instruments.views.drafting import crumbs


@requires(Permission.SURVEYS_VIEW)
@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """All instruments of the town."""
    found = InstrumentFilter(request.GET)
    context = {"may_edit": allowed(request.user, Permission.SURVEYS_EDIT)}
    return answer_table(request, "instruments/list.html", INSTRUMENTS, found.qs, found, context)


@requires(Permission.SURVEYS_VIEW)
@require_safe
def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    """One instrument: its versions, languages, and what can be done."""
    found = get_object_or_404(Instrument, pk=pk)
    versions = list(found.versions.order_by("-number"))
    newest = versions[0] if versions else None
    context = {
        "instrument": found,
        "perspective": Perspective(found.perspective).label,
        "versions": versions,
        "newest": newest,
        "draft": newest if newest and newest.is_draft else None,
        "languages": language_lines(newest.definition) if newest else (),
        "questions": count_questions(newest.definition) if newest else 0,
        "may_edit": allowed(request.user, Permission.SURVEYS_EDIT),
        "crumbs": [Crumb(_("Fragebögen"), reverse("instruments:list")), Crumb(found.title)],
    }
    return render(request, "instruments/detail.html", context)


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def new_instrument(request: HttpRequest) -> HttpResponse:
    """Begin an empty one."""
    form = NewInstrumentForm(request.POST or None)
    if form.is_valid():
        draft = actions.create_instrument(**form.cleaned_data, by=actor_of(request))
        return redirect("instruments:draft", draft.instrument_id)
    way = [Crumb(_("Fragebögen"), reverse("instruments:list")), Crumb(_("Neuer Fragebogen"))]
    return answer_form(request, "instruments/new.html", form, {"crumbs": way})


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def copy_instrument(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Begin one that is like this version."""
    version = get_object_or_404(InstrumentVersion.objects.select_related("instrument"), instrument=pk, number=number)
    title = _("%(title)s (Kopie)") % {"title": version.instrument.title}
    form = CopyForm(request.POST or None, initial={"title": title[:200]})
    if form.is_valid():
        draft = actions.copy_instrument(version=version, title=form.cleaned_data["title"], by=actor_of(request))
        return redirect("instruments:draft", draft.instrument_id)
    context = {"version": version, "crumbs": crumbs(version.instrument, _("Kopieren"), in_draft=False)}
    return answer_form(request, "instruments/copy.html", form, context)


@requires(Permission.SURVEYS_EDIT)
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away."""
    actions.archive_instrument(instrument=get_object_or_404(Instrument, pk=pk), by=actor_of(request))
    messages.success(request, _("Der Fragebogen ist abgelegt. Sie finden ihn über den Filter „Stand“."))
    return redirect("instruments:detail", pk)


@requires(Permission.SURVEYS_EDIT)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    actions.restore_instrument(instrument=get_object_or_404(Instrument, pk=pk), by=actor_of(request))
    messages.success(request, _("Der Fragebogen ist wieder da."))
    return redirect("instruments:detail", pk)
