"""Forgotten and changed passwords."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kisi.accounts.actions import end_sessions, request_reset, reset_password, set_password
from kisi.accounts.forms import ChangePasswordForm, NewPasswordForm, RequestResetForm
from kisi.accounts.problems import ResetNotValid
from kisi.accounts.queries import valid_reset
from kisi.accounts.requests import user_of
from kisi.accounts.sessions import stored_key
from kisi.accounts.tasks import wake_reset
from kisi.accounts.throttling import too_many_with_form
from kisi.core.access import SIGNED_IN, declare_access, public
from kisi.ui.forms import answer_form


@public
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same, and takes equally long, whether or not there is an account."""
    form = RequestResetForm(request.POST or None)
    if not form.is_valid():
        return answer_form(request, "accounts/passwords/forgotten.html", form)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="reset_password", key=email.lower()):
        return too_many_with_form(request, "accounts/passwords/forgotten.html", form, "reset_password")
    with transaction.atomic():
        wake_reset(request_reset(email=email).pk)
    return redirect("accounts:password_requested")


@public
def requested(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "accounts/passwords/requested.html")


@public
@sensitive_post_parameters()
@never_cache
def choose_new(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the e-mail."""
    reset = valid_reset(token)
    if reset is None or reset.user is None:
        return render(request, "accounts/passwords/expired.html", status=410)
    form = NewPasswordForm(request.POST or None, person=reset.user)
    if not form.is_valid():
        return answer_form(request, "accounts/passwords/choose_new.html", form, {"person": reset.user})
    try:
        reset_password(token=token, password=form.cleaned_data["password"])
    except ResetNotValid:
        return render(request, "accounts/passwords/expired.html", status=410)
    messages.success(request, _("Ihr neues Passwort gilt. Bitte melden Sie sich damit an."))
    return redirect("account_login")


@declare_access(SIGNED_IN)
@sensitive_post_parameters()
@never_cache
def change(request: HttpRequest) -> HttpResponse:
    """Change the own password; every other session ends."""
    user = user_of(request)
    form = ChangePasswordForm(request.POST or None, person=user)
    if not form.is_valid():
        return answer_form(request, "accounts/passwords/change.html", form)
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        return too_many_with_form(request, "accounts/passwords/change.html", form, "reauthenticate")
    if not user.check_password(form.cleaned_data["old_password"]):
        form.add_error("old_password", _("Das Passwort stimmt nicht."))
        return answer_form(request, "accounts/passwords/change.html", form)
    with transaction.atomic():
        set_password(user=user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        request.session.save()
        end_sessions(user=user, by=user.actor, except_key=stored_key(request.session.session_key or ""))
    messages.success(request, _("Ihr Passwort ist geändert. Auf anderen Geräten wurden Sie abgemeldet."))
    return redirect("accounts:account")
