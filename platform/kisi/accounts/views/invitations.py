"""Accepting an invitation."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kisi.accounts.actions import accept_invitation, renew_expired
from kisi.accounts.forms import NewPasswordForm
from kisi.accounts.models import User
from kisi.accounts.problems import InvitationNotValid
from kisi.accounts.queries import expired_invitation, valid_invitation
from kisi.accounts.throttling import too_many
from kisi.core.access import public
from kisi.ui.forms import answer_form

GONE = 410


@public
@sensitive_post_parameters()
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the e-mail: choose a password, and the account is there."""
    invitation = valid_invitation(token)
    if invitation is None:
        return _not_valid(request, token)
    person = User(email=invitation.email, name=invitation.name, role=invitation.role)
    form = NewPasswordForm(request.POST or None, person=person)
    if not form.is_valid():
        return answer_form(request, "accounts/invitations/accept.html", form, {"invitation": invitation})
    try:
        accept_invitation(token=token, password=form.cleaned_data["password"])
    except InvitationNotValid:
        return _not_valid(request, token)
    messages.success(request, _("Ihr Konto ist eingerichtet. Bitte melden Sie sich an."))
    return redirect("account_login")


@public
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """A new link to the invited address, for whoever holds the expired one."""
    if not ratelimit.consume(request, action="invitation"):
        return too_many(request, "invitation")
    invitation = expired_invitation(token)
    if invitation is None:
        return _not_valid(request, token)
    renew_expired(invitation=invitation)
    return render(request, "accounts/invitations/renewed.html")


def _not_valid(request: HttpRequest, token: str) -> HttpResponse:
    context = {"can_renew": expired_invitation(token) is not None, "token": token}
    return render(request, "accounts/invitations/not_valid.html", context, status=GONE)
