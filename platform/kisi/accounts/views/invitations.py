"""Accepting an invitation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kisi.accounts.queries import valid_invitation


def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the e-mail."""
    invitation = valid_invitation(token)
    status = 200 if invitation else 410
    return render(request, "accounts/accept_invitation.html", {"invitation": invitation}, status=status)
