"""Invitation codes: made and printed in one step, because they are stored nowhere."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from tenants.surveys import actions
from tenants.surveys.documents import cards_of_codes
from tenants.surveys.forms import CodeBatchForm
from tenants.surveys.models import Wave
from tenants.surveys.problems import SurveyProblem

MADE_BEFORE: Final = gettext_lazy(
    "Diese Codes sind schon erstellt. Sie standen nur in der Datei, die Sie dabei bekommen haben: Kam sie nicht bei "
    "Ihnen an, erstellen Sie neue Codes. Die verlorenen kennt niemand."
)


@requires(Permission.SURVEYS_EDIT)
@never_cache
@counts_once(shown_at=lambda pk: reverse("surveys:wave", args=[pk]), told=MADE_BEFORE)
def make_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Say for what and how many; the answer is the PDF with all codes, once and never again."""
    wave = get_object_or_404(Wave.objects.select_related("version__instrument"), pk=pk)
    form = CodeBatchForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            batch, codes = actions.make_codes(wave=wave, label=given["label"], size=given["size"], by=actor_of(request))
        except SurveyProblem as problem:
            form.add_error(None, str(problem))
        else:
            cards = cards_of_codes(wave, batch, codes, given["language"])
            return pdf_answer(cards, _("codes-%(number)s.pdf") % {"number": batch.pk})
    return answer_form(request, "surveys/codes.html", form, {"wave": wave})


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to be saved or printed."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
