"""The first page after signing in: what is due, what changed, what is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.views.decorators.http import require_safe

from kisi.accounts.requests import user_of
from kisi.audit.queries import recent_changes
from kisi.core.access import Permission, requires
from kisi.desk.queries import due_for, figures_for, filled_row, greeting, moment_in_words
from kisi.ui.shell import Shell

CHANGES_SHOWN = 6


@requires(Permission.WORKSPACE_VIEW)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The desk of this person: key figures and cards that apps declared, between due work and news."""
    user, now = user_of(request), timezone.localtime()
    due = due_for(user, now.date())
    shell = Shell(request)
    own = figures_for(due, shell.identity.notifications, shell.identity.notifications_url)
    context = {
        "shell": shell,
        "figures": filled_row(shell.start_figures, own),
        "greeting": greeting(user.name, now.hour),
        "lead": f"{formats.date_format(now, 'l, j. F Y')} · {due.sentence}",
        "due": due,
        "today": now.date(),
        "changes": [
            (change, moment_in_words(change.when, now.date())) for change in recent_changes(user, CHANGES_SHOWN)
        ],
    }
    return render(request, "desk/start.html", context)
