"""Words of this app, and the kinds of notices that other apps declare in their ``notices.py``."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise


class Channel(models.TextChoices):
    """How a person wants to hear of a kind of notice."""

    NONE = "none", _("gar nicht")
    SCREEN = "screen", _("in KISI")
    MAIL = "mail", _("in KISI und per E-Mail")


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: ``key`` is ``app.occasion``; ``permission`` hides it from those it can never concern."""

    key: str
    label: Text
    icon: str = "notifications"
    default: Channel = Channel.SCREEN
    permission: str | None = None


_kinds: dict[str, NoticeKind] = {}


class UnknownKind(LookupError):
    """A notice was to be sent whose kind no app has declared."""


def declare_kinds(*kinds: NoticeKind) -> None:
    """Add kinds. Raises ``ValueError`` when another one has the same key."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"two kinds of notices are called {kind.key!r}")


def kind_of(key: str) -> NoticeKind:
    """The declared kind. Raises ``UnknownKind``."""
    try:
        return _kinds[key]
    except KeyError as error:
        raise UnknownKind(key) from error


def declared_kinds() -> list[NoticeKind]:
    """All kinds, by label."""
    return sorted(_kinds.values(), key=lambda kind: (str(kind.label).casefold(), kind.key))
