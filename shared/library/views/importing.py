"""Reading templates from files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.core.actors import Actor
from kisi.ui.forms import answer_form
from shared.library import actions, files
from shared.library.actions.drafting import Wording
from shared.library.forms import UploadForm
from shared.library.models import Template, TemplateVersion
from shared.library.problems import LibraryProblem, UnreadableFile
from shared.library.queries import open_draft
from shared.library.views.finding import to_version, version_or_404
from shared.library.vocabulary import Step


@requires(Permission.LIBRARY_EDIT)
@counts_once()
def import_template(request: HttpRequest) -> HttpResponse:
    """A file becomes a new template, or the draft of the next version of one that is there."""
    form = _upload(request)
    if form.is_valid():
        try:
            draft = draft_from(files.read(form.cleaned_data["file"].read()), by=actor_of(request))
        except LibraryProblem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("Die Vorlage ist als Entwurf eingelesen."))
            return to_version(draft)
    return answer_form(request, "library/import.html", form)


@requires(Permission.LIBRARY_EDIT)
def import_into(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A file replaces what a draft says."""
    draft = version_or_404(request, key, number)
    form = _upload(request)
    if form.is_valid():
        try:
            read = files.read(form.cleaned_data["file"].read())
            _refuse_other_kind(draft.template, read)
            actions.change_draft(version=draft, wording=_wording(read), by=actor_of(request), step=Step.IMPORTED)
        except LibraryProblem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("Der Entwurf hat jetzt den Inhalt der Datei."))
            return to_version(draft)
    words = {
        "title": _("Inhalt aus Datei"),
        "hint": _("Der Entwurf sagt danach genau das, was in der Datei steht."),
        "icon": "upload",
        "button": _("Einlesen"),
    }
    return answer_form(request, "library/draft_form.html", form, {"version": draft, **words})


def draft_from(read: files.TemplateFile, *, by: Actor) -> TemplateVersion:
    """The draft that a file becomes. Raises ``LibraryProblem``."""
    template = Template.objects.filter(key=read.key).first()
    if template is None:
        wording = _wording(read)
        return actions.create_template(key=read.key, kind=read.kind, wording=wording, by=by, step=Step.IMPORTED)
    _refuse_other_kind(template, read)
    if draft := open_draft(template):
        return actions.change_draft(version=draft, wording=_wording(read), by=by, step=Step.IMPORTED)
    return actions.begin_version(template=template, wording=_wording(read), by=by, step=Step.IMPORTED)


def _refuse_other_kind(template: Template, read: files.TemplateFile) -> None:
    if template.kind != read.kind:
        raise UnreadableFile(
            _(
                "„{key}“ ist eine Vorlage anderer Art ({kind}). Bitte geben Sie der Datei einen anderen Schlüssel."
            ).format(key=template.key, kind=template.get_kind_display())
        )


def _wording(read: files.TemplateFile) -> Wording:
    return Wording(read.title, read.content, read.change_note, read.summary, read.topic)


def _upload(request: HttpRequest) -> UploadForm:
    if request.method == "POST":
        return UploadForm(request.POST, request.FILES)
    return UploadForm()
