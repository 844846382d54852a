"""What was typed before a session ended."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from kisi.accounts.unsent import forget_unsent, keep_unsent, unsent_of
from kisi.core.access import signed_in


@signed_in
def unsent(request: HttpRequest) -> HttpResponse:
    """Offer to send it now; a POST throws it away."""
    if request.method == "POST":
        forget_unsent(request)
    kept = unsent_of(request)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/unsent.html", {"kept": kept})


def outdated_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """For a form whose token is no longer right (``CSRF_FAILURE_VIEW``): it is offered again where it is our own.

    Signing in makes a new token, so a form left open in another tab has an old one. Only the browser's word that
    a page of the same host sent it tells it from a form that a foreign page sends in somebody's name (T31).
    """
    if not request.user.is_authenticated or not _is_from_same_host(request):
        return csrf_failure(request, reason)
    if request.path == reverse(settings.LOGIN_URL):
        address = settings.LOGIN_REDIRECT_URL
    elif keep_unsent(request):
        address = reverse("accounts:unsent")
    else:
        return csrf_failure(request, reason)
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)


def _is_from_same_host(request: HttpRequest) -> bool:
    """Browsers say so themselves, and no page can make them say otherwise (W3C Fetch Metadata; RFC 6454)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
