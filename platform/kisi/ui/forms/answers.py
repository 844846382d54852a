"""Answering a form: 200 for an empty one, 422 with everything typed for an invalid one."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

UNPROCESSABLE = 422


def answer_form(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with its form; status 422 where the form was sent and has errors."""
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return TemplateResponse(request, template, {**(context or {}), "form": form}, status=status)


class InvalidAnswers422:
    """Mixin for Django's form views: an invalid form is answered with 422 instead of 200."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Django's answer with the right status."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = UNPROCESSABLE
        return response
