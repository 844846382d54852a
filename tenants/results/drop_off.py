"""Where people stop who answer by themselves on a screen: how far begun sheets came."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.ui.charts import Bar, BarList
from kisi.ui.charts.numbers import german_number
from shared.instruments.definition import text_of
from tenants.participation.queries import unsent_by_page
from tenants.results.computing.drop_off import Step, hardest, steps
from tenants.results.labels import percent
from tenants.results.queries import WaveResult
from tenants.surveys.vocabulary import ONLINE_CHANNELS


@dataclass(frozen=True, slots=True)
class DropOff:
    """A chart of how many sheets reached each page, and what it says in sentences."""

    chart: BarList
    sentences: list[str]


def drop_off_of(result: WaveResult, *, few: int) -> DropOff | None:
    """Drop-off of a wave; None where nobody began a sheet online. One query.

    Below ``few`` begun sheets no page is named as the one where people stop: it would be chance.
    """
    pages = {page.key: text_of(page.title, "de").text or page.key for page in result.definition.pages}
    sent = sum(result.back.by_channel.get(channel, 0) for channel in ONLINE_CHANNELS)
    unsent = {page: (one.waiting, one.stopped) for page, one in unsent_by_page(result.wave).items()}
    found = steps(list(pages), sent, unsent) if pages else []
    begun = found[0].reached if found else 0
    if not begun:
        return None
    bars = [Bar(_label(number, pages[step.page], step), step.reached) for number, step in enumerate(found, 1)]
    bars.append(Bar(_("gesendet"), sent))
    chart = BarList(
        key="abbruch", title=_("So viele Bögen kamen bis zu dieser Seite"), unit=_("begonnene Bögen"), bars=bars
    )
    return DropOff(chart, _sentences(found, pages, begun, sent, few))


def _label(number: int, title: str, step: Step) -> str:
    if not step.stopped:
        return f"{number}. {title}"
    return _("%(number)s. %(title)s (%(stopped)s hörten hier auf)") % {
        "number": number,
        "title": title,
        "stopped": german_number(step.stopped),
    }


def _sentences(found: list[Step], pages: dict[str, str], begun: int, sent: int, few: int) -> list[str]:
    waiting = sum(step.waiting for step in found)
    words = _("Online begonnen: %(begun)s Bögen, gesendet: %(sent)s (%(share)s).")
    values = {"begun": german_number(begun), "sent": german_number(sent), "share": percent(sent / begun)}
    said = [words % values]
    if waiting:
        said.append(
            ngettext(
                "%(number)s Bogen ist noch offen und kann weiter ausgefüllt werden.",
                "%(number)s Bögen sind noch offen und können weiter ausgefüllt werden.",
                waiting,
            )
            % {"number": german_number(waiting)}
        )
    worst = hardest(found) if begun > few else None
    if worst:
        words = _("Am häufigsten wird auf der Seite „%(title)s“ aufgehört: %(share)s derer, die bis dorthin kamen.")
        said.append(words % {"title": pages[worst.page], "share": percent(worst.stopped / worst.reached)})
    return said
