"""Looking at templates: the list, one template, one version, two versions side by side, a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, allowed, requires
from kisi.core.vocabulary import Topic
from kisi.ui.parts import Happening
from kisi.ui.tables import answer_table
from shared.library import files
from shared.library.forms import ComparisonForm, template_filter
from shared.library.in_use import use_of
from shared.library.listing import TEMPLATES, pill_of, template_rows
from shared.library.models import Template, TemplateVersion, VersionStep
from shared.library.preview import differences_between, shown_content
from shared.library.queries import wrote_on
from shared.library.views.finding import (
    may_edit,
    published_before,
    template_or_404,
    version_or_404,
)
from shared.library.vocabulary import Kind, State, Step

STEP_ICONS = {
    Step.CREATED: "add",
    Step.EDITED: "edit",
    Step.IMPORTED: "upload",
    Step.SUBMITTED: "send",
    Step.RECALLED: "undo",
    Step.RETURNED: "reply",
    Step.PUBLISHED: "publish",
    Step.SHIPPED: "library_books",
}


@requires(Permission.LIBRARY_VIEW)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The whole library; drafts for those who work on them."""
    rows = template_rows(with_drafts=may_edit(request))
    filtered = template_filter(request.GET, rows, with_drafts=may_edit(request))
    return answer_table(request, "library/list.html", TEMPLATES, rows, filtered, {"may_edit": may_edit(request)})


@requires(Permission.LIBRARY_VIEW)
@require_safe
def template(request: HttpRequest, key: str) -> HttpResponse:
    """One template: what it is, its versions, how it came about."""
    rows = TemplateVersion.objects.filter(template__key=key).select_related("template").order_by("-number")
    versions = [row for row in rows.defer("content") if may_edit(request) or row.published_at is not None]
    found = versions[0].template if versions else template_or_404(request, key)
    sees_use = may_edit(request) or allowed(request.user, Permission.FIGURES_VIEW)
    use = use_of(found, versions) if sees_use else None
    used = use.by_number if use else {}
    context = {
        "template": found,
        "kind": Kind(found.kind).label,
        "topic": Topic(found.topic).label if found.topic else "",
        "versions": [
            {"version": version, "pill": pill_of(version.state), "towns": used.get(version.number)}
            for version in versions
        ],
        "use": use,
        "draft": next((version for version in versions if version.published_at is None), None),
        "may_edit": may_edit(request),
        "history": history_of(found) if may_edit(request) else [],
        "comparison": ComparisonForm(versions=[version.number for version in versions]),
    }
    return render(request, "library/template.html", context)


@requires(Permission.LIBRARY_VIEW)
@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version as it is read, and what can be done with it."""
    found = version_or_404(request, key, number)
    by = getattr(request.user, "actor", None)
    context = {
        "template": found.template,
        "version": found,
        "pill": pill_of(found.state),
        "is_draft": found.state == State.DRAFT,
        "is_in_review": found.state == State.IN_REVIEW,
        "is_survey": found.template.kind == Kind.SURVEY,
        "before": published_before(found),
        "may_edit": may_edit(request),
        "is_author": bool(by and wrote_on(found, f"{by.kind}:{by.id}")),
        "returned": found.steps.filter(step=Step.RETURNED).last() if found.state == State.DRAFT else None,
        **shown_content(found.template.kind, found.content, request.GET.get("sprache", "de")),
    }
    return render(request, "library/version.html", context)


@requires(Permission.LIBRARY_VIEW)
@require_safe
def comparison(request: HttpRequest, key: str) -> HttpResponse:
    """Two versions side by side; without numbers the two newest ones."""
    found = template_or_404(request, key)
    versions = found.versions.all() if may_edit(request) else found.versions.filter(published_at__isnull=False)
    numbers = list(versions.order_by("-number").values_list("number", flat=True))
    form = ComparisonForm(request.GET or None, versions=numbers)
    context = {"lead": found.title, "above": reverse("library:template", args=[key]), "form": form}
    status = 200
    if form.is_bound and not form.is_valid():
        status = 422
    elif len(numbers) > 1:
        old, new = form.numbers
        rows = {row.number: row for row in versions.select_related("template").filter(number__in=[old, new])}
        context |= {"old": rows[old], "new": rows[new], "differences": differences_between(rows[old], rows[new])}
    return render(request, "library/comparison.html", context, status=status)


@requires(Permission.LIBRARY_VIEW)
@require_safe
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A version as a file."""
    found = version_or_404(request, key, number)
    response = HttpResponse(files.written(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.template.key}.{found.number}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def history_of(template: Template) -> list[Happening]:
    """What was done to the versions of a template, the latest first."""
    steps = (
        VersionStep.objects.filter(version__template=template).select_related("version").order_by("-taken_at", "-pk")
    )
    return [
        Happening(
            title=f"Fassung {step.version.number}: {Step(step.step).label}",
            when=timezone.localtime(step.taken_at),
            icon=STEP_ICONS[Step(step.step)],
            text=step.comment,
            by=step.actor_label,
        )
        for step in steps[:100]
    ]
