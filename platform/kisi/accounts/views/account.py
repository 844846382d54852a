"""The own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.actions import end_session, end_sessions
from kisi.accounts.identity import person_of
from kisi.accounts.queries import sessions_of
from kisi.accounts.requests import user_of
from kisi.accounts.second_factor import has_second_factor
from kisi.accounts.sessions import stored_key
from kisi.core.access import signed_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Name, role, ways to sign in and open sessions."""
    user = user_of(request)
    context = {
        "person": person_of(user),
        "has_second_factor": has_second_factor(user),
        "sessions": sessions_of(user),
        "this_session": stored_key(request.session.session_key or ""),
    }
    return render(request, "accounts/account.html", context)


@signed_in
@require_POST
def end_one_session(request: HttpRequest, key: str) -> HttpResponse:
    """Sign out on another device."""
    user = user_of(request)
    if not end_session(user=user, stored_key=key, by=user.actor):
        raise Http404
    messages.success(request, _("Die Sitzung ist beendet."))
    return redirect("accounts:account")


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = user_of(request)
    end_sessions(user=user, by=user.actor, except_key=stored_key(request.session.session_key or ""))
    messages.success(request, _("Auf allen anderen Geräten sind Sie abgemeldet."))
    return redirect("accounts:account")
