"""The code book on screen."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.ui.forms import answer_form
from tenants.results import actions
from tenants.results.forms import AnswerCodeForm
from tenants.results.models import AnswerCode
from tenants.results.queries import code_book, retired_codes
from tenants.results.views.waves import crumbs


@requires(Permission.RESULTS_VIEW)
def codes(request: HttpRequest) -> HttpResponse:
    """All codes with how often they were given; retired ones below."""
    context = {
        "codes": list(code_book()),
        "retired": list(retired_codes()),
        "may_edit": allowed(request.user, Permission.SURVEYS_EDIT),
        "crumbs": crumbs(here=_("Codebuch")),
    }
    return TemplateResponse(request, "results/codes.html", context)


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def add(request: HttpRequest) -> HttpResponse:
    """A new code."""
    return _keep(request, AnswerCode())


@requires(Permission.SURVEYS_EDIT)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording, topic or description."""
    return _keep(request, get_object_or_404(AnswerCode, pk=pk))


def _keep(request: HttpRequest, code: AnswerCode) -> HttpResponse:
    form = AnswerCodeForm(request.POST or None, instance=code)
    if form.is_valid():
        try:
            actions.keep_code(code=form.instance, by=actor_of(request))
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("results:codes")
    context = {"code": code, "crumbs": crumbs(here=_("Code"))}
    return answer_form(request, "results/code_form.html", form, context)


@require_POST
@requires(Permission.SURVEYS_EDIT)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a code no longer."""
    actions.retire_code(code=get_object_or_404(AnswerCode, pk=pk), by=actor_of(request))
    messages.success(request, _("Der Code wird nicht mehr angeboten. Gelesene Antworten behalten ihn."))
    return redirect("results:codes")


@require_POST
@requires(Permission.SURVEYS_EDIT)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a code again."""
    actions.restore_code(code=get_object_or_404(AnswerCode, pk=pk), by=actor_of(request))
    messages.success(request, _("Der Code wird wieder angeboten."))
    return redirect("results:codes")
