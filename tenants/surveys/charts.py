"""What came back, drawn: by channel, by language, by week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kisi.ui.charts import Bar, BarList
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from kisi.ui.templatetags.kisi_ui import day
from tenants.surveys.models import Wave
from tenants.surveys.queries import Return
from tenants.surveys.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a wave is from its target; ``target`` 0 means there is none."""

    returned: int
    target: int

    @property
    def shown(self) -> int:
        """The bar's value: never longer than the bar."""
        return min(self.returned, self.target)


def total_progress(wave: Wave, back: Return) -> Progress:
    """All sheets against the wished-for number."""
    return Progress(back.total, int(wave.targets.get("total", 0)))


def charts_of(wave: Wave, back: Return) -> list[BarList]:
    """The bars of a wave's page; groups without answers and without a target are left out."""
    channels = [(str(channel), str(channel.label)) for channel in Channel]
    languages = [(language.code, language.name) for language in PARTICIPANT_LANGUAGES]
    targets = wave.targets
    charts = [
        _bars("wege", _("Rücklauf nach Weg"), channels, back.by_channel, targets.get("channel", {})),
        _bars("sprachen", _("Rücklauf nach Sprache"), languages, back.by_language, targets.get("language", {})),
        _weeks(back),
    ]
    return [chart for chart in charts if chart.bars]


def _bars(
    key: str,
    title: str,
    names: Iterable[tuple[str, str]],
    counted: Mapping[str, int],
    targets: Mapping[str, int],
) -> BarList:
    bars = []
    for code, name in names:
        target = targets.get(code)
        label = _("%(name)s (Ziel %(target)s)") % {"name": name, "target": target} if target else name
        if counted.get(code) or target:
            bars.append(Bar(label, counted.get(code, 0)))
    return BarList(key=key, title=title, unit=_("Antwortbögen"), bars=bars)


def _weeks(back: Return) -> BarList:
    bars = [Bar(_("ab %(day)s") % {"day": day(monday)}, number) for monday, number in back.by_week.items()]
    return BarList(key="wochen", title=_("Rücklauf nach Woche"), unit=_("Antwortbögen"), bars=bars)
