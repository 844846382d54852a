"""Telling editors of each other's work, inside the action that causes it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.core.access import GRANTED, Permission
from kisi.core.actors import Actor
from kisi.notifications.actions import notify
from kisi.tenancy.middleware import PUBLIC_URLCONF
from shared.library.models import TemplateVersion
from shared.library.notices import IN_REVIEW, REVIEWED
from shared.library.queries import authors_of


def tell_reviewers(version: TemplateVersion, *, by: Actor) -> None:
    """Tell every editor who did not write on a version that it waits."""
    editors = User.objects.filter(is_active=True, role__in=GRANTED[Permission.LIBRARY_EDIT])
    reviewers = set(editors.values_list("pk", flat=True)) - authors_of(version)
    title = _("Zur Prüfung: {title}").format(title=version.shown_title)
    text = _("{name} hat Fassung {number} fertig geschrieben.").format(name=by.label, number=version.number)
    _tell(version, reviewers, IN_REVIEW, title, text, by=by)


def tell_authors(version: TemplateVersion, *, comment: str, by: Actor) -> None:
    """Tell those who wrote on a version what came of the review."""
    words = _("Veröffentlicht: {title}") if version.published_at else _("Zurückgegeben: {title}")
    text = comment.strip() or _("{name} hat Fassung {number} geprüft.").format(name=by.label, number=version.number)
    _tell(version, authors_of(version), REVIEWED, words.format(title=version.shown_title), text, by=by)


def _tell(version: TemplateVersion, people: Iterable[int], kind: str, title: str, text: str, *, by: Actor) -> None:
    url = reverse("library:version", args=[version.template.key, version.number], urlconf=PUBLIC_URLCONF)
    notify(recipients=people, kind=kind, title=title, text=text, url=url, by=by)
