"""Help on screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.accounts.actions import remember_release_notes, use_shortcuts
from kisi.accounts.requests import user_of
from kisi.core.access import signed_in
from kisi.help.finding import found_pages, grouped, visible_pages, without_dead_ends
from kisi.help.pages import help_pages, rendered
from kisi.help.release_notes import for_towns, release_notes, unseen
from kisi.ui.parts import Crumb
from kisi.ui.shell import Shell

HITS = 30


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All help pages for what this person meets, or those with the words asked for (``?q=``)."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    shell = Shell.of(request)
    pages = found_pages(shell, words, HITS) if words else visible_pages(shell)
    context: dict[str, Any] = {"words": words, "groups": [("", pages)] if words else grouped(pages), "found": pages}
    return render(request, "help/index.html", context)


@signed_in
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """One help page; 404 for a key there is none of."""
    found = help_pages().get(key)
    if found is None:
        raise Http404
    others = [other for other in visible_pages(Shell.of(request)) if other.group == found.group and other != found]
    context = {
        "help_page": found,
        "body": without_dead_ends(request, rendered(found.source)),
        "others": others,
        "crumbs": [Crumb(_("Hilfe"), reverse("help:index")), Crumb(found.title)],
    }
    return render(request, "help/page.html", context)


@signed_in
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What is new; from now on this person has seen it."""
    user, notes = user_of(request), release_notes()
    fresh = unseen(notes, user.seen_release_notes)
    in_town = Shell.of(request).identity.place == "workspace"
    shown = [(note, for_towns(note.source) if in_town else note.source) for note in notes]
    context = {"notes": [(note, rendered(source), note in fresh) for note, source in shown if source]}
    answer = render(request, "help/news.html", context)
    if notes:
        remember_release_notes(user=user, mark=notes[0].mark)
    return answer


@signed_in
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Which keys do what; a POST switches them on (``an``) or off."""
    user = user_of(request)
    if request.method == "POST":
        is_on = request.POST.get("tasten") == "an"
        use_shortcuts(user=user, is_on=is_on)
        messages.success(request, _("Tastenkürzel sind an.") if is_on else _("Tastenkürzel sind aus."))
        return redirect("help:shortcuts")
    return render(request, "help/shortcuts.html")
