"""Waves that end soon are due: extend them, or type in what is left and end them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.core.access import Permission
from kisi.core.due_work import DueItem, DueWork, declare_due_work
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import WaveState


def ending_waves(_user_id: int, until: date, limit: int) -> list[DueItem]:
    """Released waves whose last day is reached by then; those whose period is over stay until they are ended."""
    waves = Wave.objects.filter(state=WaveState.RUNNING, closes_on__lte=until).order_by("closes_on", "pk")[:limit]
    return [
        DueItem(
            title=_("Welle „%(title)s“ endet") % {"title": wave.title},
            url=reverse("surveys:wave", args=[wave.pk]),
            due_on=wave.closes_on,
            about=wave.get_perspective_display(),
        )
        for wave in waves
    ]


declare_due_work(
    DueWork(
        key="surveys.ending",
        label=gettext_lazy("Bedarfserhebung"),
        icon="fact_check",
        items=ending_waves,
        permission=Permission.SURVEYS_EDIT,
        feature="surveys",
    )
)
