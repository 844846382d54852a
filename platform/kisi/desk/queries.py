"""What stands on the start page besides the cards of the apps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.core.due_work import DueWork, due_work_of
from kisi.ui.registry import FigureValue
from kisi.ui.tables import Status

SHOWN: Final = 6
COUNTED: Final = 100
SOON: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing to do as the start page shows it."""

    title: str
    url: str
    about: str
    kind: str | Promise
    icon: str
    due_on: date
    when: str
    status: Status


@dataclass(frozen=True, slots=True)
class Due:
    """What a person has to do: the first rows, and how many there are."""

    rows: Sequence[DueRow]
    total: int
    overdue: int
    today: int
    soon: int

    @property
    def pressing(self) -> int:
        """What cannot wait: overdue or due today."""
        return self.overdue + self.today

    @property
    def sentence(self) -> str:
        """The number in words, for the line under the greeting."""
        if not self.pressing:
            return _("heute ist nichts fällig")
        said = ngettext("%(number)d Aufgabe ist fällig", "%(number)d Aufgaben sind fällig", self.pressing)
        return said % {"number": self.pressing}


def due_for(user: Any, today: date, *, hidden: frozenset[str] = frozenset()) -> Due:
    """What is open with a date, the most urgent first, without that of ``hidden`` areas.

    ``soon`` counts the days of ``KISI_DESK_DUE_DAYS``.
    """
    found = due_work_of(user, date.max, COUNTED, hidden=hidden)
    horizon = today + timedelta(days=settings.KISI_DESK_DUE_DAYS)
    dates = [item.due_on for _kind, item in found]
    return Due(
        rows=[_row(kind, item, today) for kind, item in found[:SHOWN]],
        total=len(found),
        overdue=sum(day < today for day in dates),
        today=sum(day == today for day in dates),
        soon=sum(today < day <= horizon for day in dates),
    )


def _row(kind: DueWork, item: Any, today: date) -> DueRow:
    return DueRow(
        title=item.title,
        url=item.url,
        about=item.about,
        kind=kind.label,
        icon=kind.icon,
        due_on=item.due_on,
        when=day_in_words(item.due_on, today),
        status=_status(item.due_on, today),
    )


def day_in_words(day: date, today: date) -> str:
    """A day as people say it: heute, morgen, gestern, else the date."""
    near = {-1: _("gestern"), 0: _("heute"), 1: _("morgen")}
    return near.get((day - today).days) or f"{day:%d.%m.%Y}"


def _status(day: date, today: date) -> Status:
    if day < today:
        return Status(_("Überfällig"), "bad")
    if day == today:
        return Status(_("Heute fällig"), "warn")
    return Status(_("Bald fällig"), "warn") if day - today <= SOON else Status(_("Geplant"), "info")


def greeting(name: str, hour: int) -> str:
    """The words at the top of the page, by the time of day."""
    if hour < 11:
        said = _("Guten Morgen, %(name)s")
    elif hour < 18:
        said = _("Guten Tag, %(name)s")
    else:
        said = _("Guten Abend, %(name)s")
    return said % {"name": name}


def moment_in_words(when: datetime, today: date) -> str:
    """A moment as people say it: heute, 14:05 Uhr."""
    local = timezone.localtime(when)
    return _("%(day)s, %(time)s Uhr") % {"day": day_in_words(local.date(), today), "time": f"{local:%H:%M}"}


def figures_for(due: Due, unread: int, notices_url: str) -> list[dict[str, Any]]:
    """Key figures every desk has; they fill the row of those that apps declare."""
    overdue = _("davon %(number)d überfällig") % {"number": due.overdue} if due.overdue else _("nichts überfällig")
    days = _("in den nächsten %(days)d Tagen") % {"days": settings.KISI_DESK_DUE_DAYS}
    values = [
        (_("Jetzt fällig"), "priority_high", FigureValue(due.pressing, overdue)),
        (_("Demnächst"), "event", FigureValue(due.soon, days)),
        (_("Offen"), "pending", FigureValue(due.total, _("insgesamt zu tun"))),
        (_("Neue Hinweise"), "notifications", FigureValue(unread, _("ungelesen"), notices_url)),
    ]
    return [{"label": label, "icon": icon, "shown": value} for label, icon, value in values]
