"""Notices on screen."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of, user_of
from kisi.core.access import Permission, requires, signed_in
from kisi.notifications.actions import (
    change_settings,
    choose_channels,
    mark_all_read,
    mark_read,
    mark_unread,
)
from kisi.notifications.forms import ChannelsForm, NoticeSettingsForm
from kisi.notifications.models import Notice, NoticeSettings
from kisi.notifications.queries import chosen_channels, kinds_for, notices_of
from kisi.notifications.vocabulary import declared_kinds
from kisi.ui.features import hidden_features, is_left_out
from kisi.ui.forms import answer_form
from kisi.ui.parts import Tab
from kisi.ui.tables.listing import PAGE, ROWS_PER_PAGE, Pages

ALL = "alle"


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The unread notices, or all of them (``?zeigen=alle``)."""
    user = user_of(request)
    shows_all = request.GET.get("zeigen") == ALL
    rows = notices_of(user, only_unread=not shows_all, hidden=hidden_features(request))
    page: Page = Pages(rows, ROWS_PER_PAGE).get_page(request.GET.get(PAGE))
    icons = {kind.key: kind.icon for kind in declared_kinds()}
    here = reverse("notifications:list")
    context = {
        "page": page,
        "notices": [
            (notice, icons.get(notice.kind, "notifications"), bool(notice.url) and not is_left_out(request, notice.url))
            for notice in page.object_list
        ],
        "shows_all": shows_all,
        "tabs": [
            Tab(_("Ungelesen"), here, current=not shows_all),
            Tab(_("Alle"), f"{here}?zeigen={ALL}", current=shows_all),
        ],
    }
    return render(request, "notifications/list.html", context)


@signed_in
@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """On to what the notice is about; it counts as read from now on."""
    notice = _own(request, pk)
    mark_read(notice=notice)
    leads_on = notice.url and not is_left_out(request, notice.url)
    return HttpResponseRedirect(notice.url if leads_on else reverse("notifications:list"))


@signed_in
@require_POST
def set_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, or with ``gelesen=nein`` as unread."""
    notice = _own(request, pk)
    if request.POST.get("gelesen") == "nein":
        mark_unread(notice=notice)
    else:
        mark_read(notice=notice)
    suffix = f"?zeigen={ALL}" if request.POST.get("zeigen") == ALL else ""
    return HttpResponseRedirect(reverse("notifications:list") + suffix)


@signed_in
@require_POST
def set_all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    number = mark_all_read(user=user_of(request))
    said = ngettext("%(number)d Hinweis ist jetzt gelesen.", "%(number)d Hinweise sind jetzt gelesen.", number)
    messages.success(request, said % {"number": number})
    return redirect("notifications:list")


@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """How this person wants to hear of each kind."""
    user = user_of(request)
    form = ChannelsForm(request.POST or None, kinds=kinds_for(user), chosen=chosen_channels(user))
    if not form.is_valid():
        return answer_form(request, "notifications/preferences.html", form)
    choose_channels(user=user, chosen=form.channels())
    messages.success(request, _("Gespeichert."))
    return redirect("notifications:list")


@requires(Permission.SETTINGS_MANAGE)
def settings(request: HttpRequest) -> HttpResponse:
    """How long notices stay."""
    form = NoticeSettingsForm(request.POST or None, instance=NoticeSettings.current())
    if not form.is_valid():
        return answer_form(request, "notifications/settings.html", form)
    change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("desk:settings")


def _own(request: HttpRequest, pk: int) -> Notice:
    """A notice of this person; anybody else's cannot be found."""
    return get_object_or_404(Notice, pk=pk, recipient=user_of(request))
