"""Writing surveys: their questions come from a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from shared.instruments.xlsform import write_xlsform
from shared.library import actions
from shared.library.actions.drafting import Wording
from shared.library.forms import NewSurveyForm, SurveyHeadForm
from shared.library.models import TemplateVersion
from shared.library.problems import LibraryProblem
from shared.library.views.finding import survey_or_404, to_version
from shared.library.vocabulary import Kind, Step

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.LIBRARY_EDIT)
@counts_once()
def create(request: HttpRequest) -> HttpResponse:
    """Begin a survey from a file."""
    form = NewSurveyForm(request.POST, request.FILES) if request.method == "POST" else NewSurveyForm()
    if form.is_valid():
        values = dict(form.cleaned_data)
        key, _perspective = values.pop("key"), values.pop("perspective")
        try:
            draft = actions.create_template(
                key=key, kind=Kind.SURVEY, wording=Wording(**values), by=actor_of(request), step=Step.IMPORTED
            )
        except LibraryProblem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("Der Entwurf ist gespeichert."))
            return to_version(draft)
    return answer_form(request, "library/create_survey.html", form)


def edit(request: HttpRequest, draft: TemplateVersion) -> HttpResponse:
    """Write the head of a survey's draft anew, and its questions where a file is sent."""
    initial = {name: getattr(draft, name) for name in ("summary", "topic", "change_note")}
    form = SurveyHeadForm(initial={"title": draft.shown_title, **initial})
    if request.method == "POST":
        form = SurveyHeadForm(request.POST, request.FILES)
    if form.is_valid():
        values = dict(form.cleaned_data)
        step = Step.IMPORTED if values["content"] is not None else Step.EDITED
        values["content"] = values["content"] or draft.content
        try:
            actions.change_draft(version=draft, wording=Wording(**values), by=actor_of(request), step=step)
        except LibraryProblem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("Gespeichert."))
            return to_version(draft)
    words = {
        "title": _("Entwurf bearbeiten"),
        "hint": _("Ohne Datei bleiben die Fragen, wie sie sind."),
        "icon": "save",
        "button": _("Speichern"),
    }
    return answer_form(request, "library/draft_form.html", form, {"version": draft, **words})


@requires(Permission.LIBRARY_VIEW)
@require_safe
def as_xlsform(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A survey as a spreadsheet that other survey tools read."""
    version = survey_or_404(request, key, number)
    response = HttpResponse(write_xlsform(version.content), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{version.template.key}.{version.number}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
