"""Who works here: list, invite, change, deactivate, hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts import actions
from kisi.accounts.forms import InviteForm, PersonForm, SuccessorForm
from kisi.accounts.listing import PEOPLE, people_filter, people_rows
from kisi.accounts.models import Invitation, User
from kisi.accounts.problems import AccountProblem
from kisi.accounts.requests import actor_of
from kisi.accounts.second_factor import has_second_factor
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.core.open_work import open_work_of
from kisi.core.roles import Role
from kisi.ui.forms import answer_form
from kisi.ui.tables import answer_table


@requires(Permission.PEOPLE_VIEW)
def people(request: HttpRequest) -> HttpResponse:
    """Accounts and open invitations in one list."""
    may_manage = allowed(request.user, Permission.PEOPLE_MANAGE)
    rows = people_rows(may_manage=may_manage)
    wanted = people_filter(request.GET, rows)
    return answer_table(request, "accounts/people/list.html", PEOPLE, rows, wanted, {"may_manage": may_manage})


@requires(Permission.PEOPLE_MANAGE)
@counts_once()
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            invited = actions.invite(**form.cleaned_data, by=actor_of(request))
        except AccountProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": invited.email})
            return redirect("accounts:people")
    return answer_form(request, "accounts/people/invite.html", form)


@requires(Permission.PEOPLE_MANAGE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: name and role, and the ways to everything else."""
    user = get_object_or_404(User, pk=pk, erased_at=None)
    form = PersonForm(request.POST or None, initial={"name": user.name, "role": user.role})
    if form.is_valid():
        try:
            actions.change_person(user=user, **form.cleaned_data, by=actor_of(request))
        except AccountProblem as problem:
            form.add_error("role", str(problem))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("accounts:people")
    context = {"person": user, "has_second_factor": has_second_factor(user), "open_work": open_work_of(user.pk)}
    return answer_form(request, "accounts/people/person.html", form, context)


@requires(Permission.PEOPLE_MANAGE)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away access, after saying what happens and who takes over."""
    person = get_object_or_404(User, pk=pk, is_active=True)
    open_work = open_work_of(person.pk)
    sent = request.POST if request.method == "POST" else None
    form = SuccessorForm(sent, leaving=person, work=open_work)
    if form.is_valid():
        try:
            successor = form.cleaned_data.get("successor")
            actions.deactivate(user=person, by=actor_of(request), successor=successor)
        except AccountProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("%(name)s kann sich nicht mehr anmelden.") % {"name": person.name})
            if successor:
                messages.success(request, _taken_over(successor))
            return redirect("accounts:people")
    return answer_form(request, "accounts/people/deactivate.html", form, {"person": person, "open_work": open_work})


@requires(Permission.PEOPLE_MANAGE)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody's open work to somebody else, who stays: a long leave, another task."""
    person = get_object_or_404(User, pk=pk)
    open_work = open_work_of(person.pk)
    if not open_work:
        return render(request, "accounts/people/hand_over.html", {"person": person})
    form = SuccessorForm(request.POST if request.method == "POST" else None, leaving=person, work=open_work)
    if form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            actions.hand_over(user=person, successor=successor, by=actor_of(request))
        except AccountProblem as problem:
            form.add_error("successor", str(problem))
        else:
            messages.success(request, _taken_over(successor))
            return redirect("accounts:person", person.pk)
    return answer_form(request, "accounts/people/hand_over.html", form, {"person": person, "open_work": open_work})


def _taken_over(successor: User) -> str:
    return _("%(name)s hat die offene Arbeit übernommen.") % {"name": successor.name}


@requires(Permission.PEOPLE_MANAGE)
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One open invitation."""
    found = get_object_or_404(Invitation, pk=pk, accepted_at=None, withdrawn_at=None)
    return render(request, "accounts/people/invitation.html", {"invitation": found, "role": Role(found.role).label})


def _do(request: HttpRequest, action: Callable[..., Any], done: str, **arguments: Any) -> HttpResponse:
    try:
        action(**arguments, by=actor_of(request))
    except AccountProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("accounts:people")


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give access back."""
    person = get_object_or_404(User, pk=pk, is_active=False, erased_at=None)
    done = _("%(name)s kann sich wieder anmelden.") % {"name": person.name}
    return _do(request, actions.reactivate, done, user=person)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def remove_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """For a lost phone."""
    person = get_object_or_404(User, pk=pk, is_active=True)
    return _do(request, actions.remove_second_factors, _("Die zweiten Faktoren sind entfernt."), user=person)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link."""
    found = get_object_or_404(Invitation, pk=pk)
    return _do(request, actions.invite_again, _("Die Einladung ist noch einmal unterwegs."), invitation=found)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """No account after all."""
    found = get_object_or_404(Invitation, pk=pk)
    return _do(request, actions.withdraw_invitation, _("Die Einladung ist zurückgezogen."), invitation=found)
