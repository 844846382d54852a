"""Telling people something."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.core.actors import Actor
from kisi.mail.letters import Letter, home_url
from kisi.mail.outbox import post
from kisi.notifications.models import Notice
from kisi.notifications.queries import channels
from kisi.notifications.vocabulary import Channel, kind_of


def notify(
    *, recipients: Iterable[int], kind: str, title: str, by: Actor, url: str = "", text: str = "", key: str = ""
) -> int:
    """Tell people (by the keys of their accounts) that something happened; how many got a new notice.

    Call it inside the action that causes it: both commit together, and that action's audit row tells of it
    (a notice has none of its own). Nobody is told of what they did themselves, and deactivated accounts hear
    nothing. ``url`` is an address of this host (``/…``); the same ``key`` is told each person once.
    Raises ``UnknownKind`` for a kind nobody declared.
    """
    what = kind_of(kind)
    ids = {user_id for user_id in recipients if by != Actor("user", str(user_id), by.label)}
    with transaction.atomic():
        people = list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))
        wanted = channels(what, [user.pk for user in people])
        told = [user for user in people if wanted[user.pk] != Channel.NONE and not _is_told(user, key)]
        notices = [
            Notice(recipient=user, kind=kind, title=title[:200], text=text[:500], url=url, key=key) for user in told
        ]
        Notice.objects.bulk_create(notices)
        for notice in notices:
            if wanted[notice.recipient_id] == Channel.MAIL:
                _mail(notice)
    return len(notices)


def _is_told(user: User, key: str) -> bool:
    return bool(key) and Notice.objects.filter(recipient=user, key=key).exists()


def _mail(notice: Notice) -> None:
    letter = Letter(
        kind=notice.kind,
        subject=notice.title,
        greeting=_("Guten Tag %(name)s,") % {"name": notice.recipient.name},
        paragraphs=tuple(part for part in (notice.title, notice.text) if part),
        button_label=_("In KISI ansehen") if notice.url else "",
        button_url=home_url() + notice.url if notice.url else "",
        closing=(_("Welche Hinweise Sie per E-Mail bekommen, legen Sie in KISI unter „Hinweise“ fest."),),
    )
    post(letter, to=notice.recipient.email, key=f"notifications.notice:{notice.pk}")
