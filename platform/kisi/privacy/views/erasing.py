"""Erasing the person of a deactivated account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.accounts.problems import AccountProblem
from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.privacy.actions import erase_account
from kisi.privacy.forms import EraseForm
from kisi.privacy.own_data import summary_of
from kisi.ui.forms import answer_form


@requires(Permission.PEOPLE_MANAGE)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes, what remains, and a box to tick."""
    person = get_object_or_404(User, pk=pk, is_active=False, erased_at=None)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erase_account(user=person, by=actor_of(request))
        except AccountProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Die Angaben zur Person sind gelöscht."))
            return redirect("accounts:people")
    return answer_form(request, "privacy/erase.html", form, {"person": person, "summary": summary_of(person)})
