"""Refuses whatever no view has allowed. The one place where decisions (``kisi.core.access``) take effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from kisi.accounts.models import Session
from kisi.accounts.second_factor import lacks_second_factor
from kisi.accounts.unsent import forget_unsent, keep_unsent, was_sent
from kisi.core.access import Decision, allowed, decision_of

SEEN_EVERY: Final = timedelta(minutes=5)
_log = structlog.get_logger(__name__)


class AccessMiddleware:
    """Asks every view for its decision before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before: the decision falls when the view is known. What only some may see is kept nowhere."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and _is_for_some_only(request):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """The refusal, or None to let the view run. Raises ``PermissionDenied``."""
        decision = decision_of(view)
        if decision is None:
            _log.error("view_without_decision", view=f"{view.__module__}.{getattr(view, '__name__', view)}")
            raise PermissionDenied
        if decision.is_public:
            return None
        if not request.user.is_authenticated:
            return _answer_stranger(request, decision)
        return _refusal(request, decision)


def _is_for_some_only(request: HttpRequest) -> bool:
    """Whether the view asked who is there: on a shared computer the next person must not go back to such a page."""
    decision = decision_of(request.resolver_match.func) if request.resolver_match else None
    return decision is not None and not decision.is_public


def _answer_stranger(request: HttpRequest, decision: Decision) -> HttpResponseBase:
    if decision.for_strangers is not None:
        answer: HttpResponseBase = decision.for_strangers(request)
        return answer
    return ask_to_sign_in(request)


def _refusal(request: HttpRequest, decision: Decision) -> HttpResponseBase | None:
    if decision.is_use:
        note_use(request)
    if decision.needs_second_factor and lacks_second_factor(request):
        return HttpResponseRedirect(reverse("mfa_index"))
    permission = decision.permission_for(request.method or "GET")
    if permission is not None and not allowed(request.user, permission):
        raise PermissionDenied
    if was_sent(request):
        forget_unsent(request)
    return None


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and afterwards back; htmx is told to go there as a whole page."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    if keep_unsent(request):
        back = reverse("accounts:unsent")
    address = reverse(settings.LOGIN_URL)
    if back != "/":
        address += f"?next={quote(back, safe='/')}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def note_use(request: HttpRequest) -> None:
    """Write down that the session is in use, at most every few minutes."""
    record: Session | None = getattr(request.session, "record", None)
    if record is not None and record.last_seen_at < timezone.now() - SEEN_EVERY:
        Session.objects.filter(pk=record.pk).update(last_seen_at=timezone.now())
