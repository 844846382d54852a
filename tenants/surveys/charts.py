"""What came back, drawn: by channel, by language, by week, by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kisi.ui.charts import Bar, BarList
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from kisi.ui.templatetags.kisi_ui import day
from tenants.surveys.groups import GROUPS, ByGroup, shown_group
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
    languages = [(language.code, language.german) for language in PARTICIPANT_LANGUAGES]
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
        if counted.get(code) or target:
            bars.append(Bar(name, counted.get(code, 0), target=target))
    return BarList(key=key, title=title, unit=_("Antwortbögen"), bars=bars)


def group_charts(wave: Wave, by_group: ByGroup, smallest: int) -> list[BarList]:
    """Bars by sex and by age bracket, „keine Angabe“ apart; numbers under ``smallest`` are not shown."""
    titles = {"sex": _("Rücklauf nach Geschlecht"), "age_bracket": _("Rücklauf nach Alter")}
    return [
        BarList(
            key=f"personen-{kind}",
            title=titles[kind],
            unit=_("Antwortbögen"),
            bars=_group_bars(kind, shown_group(kind, counted, smallest), wave.targets.get(kind, {})),
        )
        for kind, counted in by_group.items()
        if any(counted.values()) or wave.targets.get(kind)
    ]


def has_hidden(charts: Iterable[BarList]) -> bool:
    """Whether a number is protected in any of them."""
    return any(bar.text for chart in charts for bar in chart.bars)


def _group_bars(kind: str, shown: Mapping[str, int | None], targets: Mapping[str, int]) -> list[Bar]:
    labels = {one.value: str(one.label) for one in GROUPS[kind]}
    return [
        Bar(labels[value], number or 0, text=_("geschützt") if number is None else "", target=targets.get(value))
        for value, number in shown.items()
    ]


def _weeks(back: Return) -> BarList:
    bars = [Bar(_("ab %(day)s") % {"day": day(monday)}, number) for monday, number in back.by_week.items()]
    return BarList(key="wochen", title=_("Rücklauf nach Woche"), unit=_("Antwortbögen"), bars=bars)
