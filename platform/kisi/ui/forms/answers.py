"""Answering a form: 200 for an empty one, 422 with everything typed for an invalid one."""

from typing import Any, Final

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

UNPROCESSABLE = 422
SENDING_KEY: Final = "sending_key"
"""A request's attribute and a form's hidden field: by it a form that arrives twice counts once."""


def answer_form(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with its form; status 422 where the form was sent and has errors."""
    carry_key(request, form)
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return TemplateResponse(request, template, {**(context or {}), "form": form}, status=status)


def carry_key(request: HttpRequest, form: BaseForm) -> None:
    """Have the form drawn with the key under which it counts once, where the view has one."""
    setattr(form, SENDING_KEY, getattr(request, SENDING_KEY, ""))


class InvalidAnswers422:
    """Mixin for Django's form views: an invalid form is answered with 422 instead of 200."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Django's answer with the right status."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = UNPROCESSABLE
        return response
