"""What help adds to the shell: the question mark, entries of the account menu, a source of the search."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.accounts.models import User
from kisi.help.finding import found_pages, help_url, hints_for
from kisi.help.release_notes import release_notes, unseen
from kisi.ui.identity import AccountLink, Identity
from kisi.ui.registry import IdentityPart, SearchHit, SearchSource, declare
from kisi.ui.shell import Shell


def with_help(request: HttpRequest, identity: Identity) -> Identity:
    """The identity with the way to the help for this screen, and a mark on news."""
    user = request.user
    has_news = isinstance(user, User) and bool(unseen(release_notes(), user.seen_release_notes))
    links = (
        AccountLink(label=_("Was ist neu"), icon="newspaper", url=reverse("help:news"), is_new=has_news),
        AccountLink(label=_("Tastenkürzel"), icon="keyboard", url=reverse("help:shortcuts")),
    )
    first, *rest = identity.account or (None,)
    account = tuple(link for link in (first, *links, *rest) if link is not None)
    return replace(identity, help_url=help_url(request), hints=hints_for(request), account=account)


def search(request: HttpRequest, words: str, limit: int) -> list[SearchHit]:
    """Help pages with these words."""
    return [SearchHit(page.title, page.url, page.summary) for page in found_pages(Shell.of(request), words, limit)]


declare(
    IdentityPart(key="help", add=with_help),
    SearchSource(key="help", label=_("Hilfe"), icon="help", search=search, order=90, place=None),
)
