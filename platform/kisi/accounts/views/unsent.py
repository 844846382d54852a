"""What was typed before a session ended."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kisi.accounts.unsent import forget_unsent, unsent_of
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
