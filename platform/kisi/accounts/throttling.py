"""Too many tries: 429 and when to come again, on the page that was sent or on one of its own.

How many are too many says ``ACCOUNT_RATE_LIMITS``; django-allauth counts them.
"""

from __future__ import annotations

from typing import Final

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import InvalidAnswers422, answer_form

TOO_MANY_REQUESTS: Final = 429
TOO_MANY: Final = _("Zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal.")
_CODES: Final = frozenset({"too_many_login_attempts", "rate_limited"})
"""What allauth calls it in a form's errors."""


def too_many(request: HttpRequest, action: str) -> HttpResponse:
    """The page that says so, for an action of ``ACCOUNT_RATE_LIMITS``."""
    return come_again(ratelimit.respond_429(request), action)


def too_many_with_form(request: HttpRequest, template: str, form: BaseForm, action: str) -> HttpResponse:
    """The form that was sent, with what was typed but a password, and that it came too often."""
    form.add_error(None, str(TOO_MANY))
    return come_again(answer_form(request, template, form), action)


class SlowedDown(InvalidAnswers422):
    """Mixin for allauth's form views: the form again with what was typed, but a password; 429 after too many tries."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """422, or 429 where the form was refused unread."""
        response = super().form_invalid(form)
        errors = [error for listed in form.errors.as_data().values() for error in listed]
        return come_again(response, "login_failed") if any(error.code in _CODES for error in errors) else response


def come_again(response: HttpResponse, action: str) -> HttpResponse:
    """The answer as 429, with the longest of the action's periods to wait: which one is full is not told."""
    response.status_code = TOO_MANY_REQUESTS
    periods = [rate.duration for rate in parse_rates(settings.ACCOUNT_RATE_LIMITS[action])]
    response["Retry-After"] = str(int(max(periods, default=60)))
    return response
