"""Results, drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.core.vocabulary import Topic
from kisi.ui.charts import Bar, BarList, DataTable
from kisi.ui.charts.numbers import german_number
from tenants.results.computing.intervals import Share
from tenants.results.computing.needs import barriers
from tenants.results.computing.persons import hidden_answers
from tenants.results.computing.tallies import Tally, spread
from tenants.results.labels import answer_label, interval, percent, question_text
from tenants.results.queries import WaveResult
from tenants.surveys.charts import group_charts
from tenants.surveys.groups import GROUPS, UNKNOWN


class Protection(Enum):
    """What stands in the place of a share that is not shown."""

    PROTECTED = "protected"


PROTECTED: Final = Protection.PROTECTED
type ShownShare = Share | Literal[Protection.PROTECTED] | None


@dataclass(frozen=True, kw_only=True)
class ShareBars(BarList):
    """Bars of shares; beside each bar its number, share and interval, so the chart is its own table.

    A bar without a share is protected and says so.
    """

    shares: Mapping[int, Share]
    template: str = "results/share_bars.html"

    @property
    def lines(self) -> list[dict[str, object]]:
        """The rows as the template draws them."""
        drawn = super().lines
        for position, line in enumerate(drawn):
            share = self.shares.get(position)
            if share is None:
                line |= {"percent": self.bars[position].text}
                continue
            line |= {
                "number": german_number(share.number),
                "percent": percent(share.value),
                "interval": interval(share),
            }
        return drawn

    def data(self) -> DataTable:
        """Answer, number, share and interval."""
        head = ["", _("Anzahl"), _("Anteil"), _("95-%-Bereich")]
        rows = [
            [bar.label, share.number, percent(bar.value / 100), interval(share)]
            if (share := self.shares.get(at))
            else [bar.label, bar.text, "", ""]
            for at, bar in enumerate(self.bars)
        ]
        return DataTable(head, rows)


@dataclass(frozen=True, slots=True)
class QuestionLink:
    """What can be done with a question."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One question as its panel shows it: a chart where there is something to draw, and how many did not answer."""

    title: str
    chart: ShareBars | None
    notes: list[str]


def share_bars(key: str, title: str, rows: Iterable[tuple[str, ShownShare]], url: str = "") -> ShareBars | None:
    """A chart of labelled shares; None where nobody answered."""
    known = [(label, share) for label, share in rows if share is not None]
    if not known:
        return None
    bars = [
        Bar(label, share.percent, url) if isinstance(share, Share) else Bar(label, 0, text=_("geschützt"))
        for label, share in known
    ]
    shares = {at: share for at, (_label, share) in enumerate(known) if isinstance(share, Share)}
    return ShareBars(
        key=key, title=title, unit=_("Prozent"), bars=bars, shares=shares, maximum=100, places=0, show_title=False
    )


def question_shown(tally: Tally, smallest: int) -> QuestionShown:
    """A question with its chart and its notes; of what people say about themselves nothing under ``smallest``."""
    question = tally.question
    title = question_text(question)
    secret = hidden_answers(tally, smallest)
    rows = [
        (answer_label(question, value), PROTECTED if value in secret else tally.share(value))
        for value in question.values
        if value != "dk"
    ]
    notes = notes_of(tally)
    if secret:
        notes.append(
            _("„geschützt“: weniger als %(number)s Bögen, oder eine Zahl, die eine solche verriete")
            % {"number": smallest}
        )
    return QuestionShown(title, share_bars(question.code, title, rows), notes)


def notes_of(tally: Tally) -> list[str]:
    """What belongs beside the numbers, in short sentences."""
    said = [_("Beantwortet: %(number)s") % {"number": german_number(tally.answered)}]
    for number, words in (
        (tally.dont_know, _("Weiß ich nicht: %(number)s")),
        (tally.skipped, _("Übersprungen: %(number)s")),
        (tally.hidden, _("Nicht gefragt: %(number)s")),
    ):
        if number:
            said.append(words % {"number": german_number(number)})
    middle = spread(tally.counts) if tally.question.type == "number" and tally.answered >= 5 else None
    if middle:
        words = _("Mitte: %(middle)s, die Hälfte liegt zwischen %(lower)s und %(upper)s, Durchschnitt %(mean)s")
        values = {name: german_number(round(getattr(middle, name), 1)) for name in ("middle", "lower", "upper", "mean")}
        said.append(words % values)
    if tally.question.type == "multi":
        said.append(_("Mehrere Antworten waren möglich."))
    return said


def topic_chart(result: WaveResult) -> ShareBars | None:
    """Who sees a need, by topic, the largest share first."""
    topics = sorted(result.topics().values(), key=lambda one: -(one.need.value if one.need else 0))
    rows = ((str(Topic(one.topic).label), one.need) for one in topics)
    return share_bars("bedarf", _("Sehen einen Bedarf"), rows)


def largest_topics(result: WaveResult, limit: int = 5) -> BarList | None:
    """The topics in which most see a need, as bars without more numbers than one each."""
    topics = [(one, one.need) for one in result.topics().values() if one.need]
    topics.sort(key=lambda found: -found[1].value)
    bars = [
        Bar(str(Topic(one.topic).label), need.percent, wave_url(result.wave.pk, one.question_code))
        for one, need in topics[:limit]
    ]
    if not bars:
        return None
    title = _("Sehen einen Bedarf")
    return BarList(key="groesste-bedarfe", title=title, unit="%", bars=bars, maximum=100, places=0, show_title=False)


def urgency_chart(result: WaveResult) -> ShareBars | None:
    """What is most urgent, by topic."""
    topics = sorted(result.topics().values(), key=lambda one: -(one.urgency.value if one.urgency else 0))
    return share_bars("dringend", _("Am dringendsten"), ((str(Topic(one.topic).label), one.urgency) for one in topics))


def barrier_chart(result: WaveResult) -> ShareBars | None:
    """What stands in the way."""
    found = result.counted.tallies.get("barriers")
    rows = [(answer_label(found.question, code), share) for code, share in barriers(result.counted)] if found else []
    return share_bars("huerden", _("Hürden"), rows)


def person_charts(result: WaveResult, smallest: int) -> list[BarList]:
    """Return by sex and age bracket, with wished-for numbers where the wave has them; nothing under ``smallest``."""
    tallies = {kind: found for kind in GROUPS if (found := result.counted.tallies.get(kind))}
    silent = {kind: result.sheets - found.answered for kind, found in tallies.items()}
    return group_charts(
        result.wave,
        {kind: Counter(found.counts) + Counter({UNKNOWN: silent[kind]}) for kind, found in tallies.items()},
        smallest,
    )


def wave_url(pk: int, code: str = "") -> str:
    """A wave's results, or one question on them."""
    return reverse("results:wave", args=[pk]) + (f"#frage-{code}" if code else "")
