"""The first page after signing in: what is due, what changed, what is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import user_of
from kisi.core.access import Permission, requires
from kisi.desk.layout import filled_row, in_whole_rows
from kisi.desk.queries import due_for, figures_for, greeting
from kisi.ui.features import hidden_features
from kisi.ui.shell import Card, Shell


@requires(Permission.WORKSPACE_VIEW)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The desk of this person: due work, then key figures and cards that apps declared."""
    user, now, shell = user_of(request), timezone.localtime(), Shell.of(request)
    today = now.date()
    due = due_for(user, today, hidden=hidden_features(request))
    own_card = Card(key="due", title=_("Was ansteht"), template="desk/due.html", span=7, content=due, flush=True)
    own = figures_for(due, shell.identity.notifications, shell.identity.notifications_url)
    context = {
        "shell": shell,
        "greeting": greeting(user.name, now.hour),
        "lead": f"{formats.date_format(now, 'l, j. F Y')} · {due.sentence}",
        "figures": filled_row(shell.start_figures, own),
        "cards": in_whole_rows([own_card, *shell.start_cards]),
    }
    return render(request, "desk/start.html", context)
