"""How many people of the town answered – as far as its own figures, or the official register, allow to say it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kisi.core.realms import current_municipality
from kisi.core.vocabulary import Perspective
from kisi.ui.charts.numbers import german_number
from kisi.ui.templatetags.kisi_ui import day
from shared.municipalities.queries import places
from tenants.results.models import ReferencePopulation
from tenants.results.queries import WaveResult


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sheets per 1,000 inhabitants (None where the register has no number or it would not be the right base)."""

    per_thousand: float | None
    population: int | None
    sentence: str


def coverage_of(result: WaveResult, figures: ReferencePopulation | None = None) -> Coverage:
    """Coverage of a wave, with what is not known said plainly; one query where the figures do not say how many live.

    Of the town's figures only how many people there are, their source and date are said, never a group of them:
    the sentence stands in the report for the council too.
    """
    if figures and figures.everybody:
        return _of_figures(result, figures, figures.everybody)
    place = places([current_municipality().ags]).get(current_municipality().ags)
    population = place.population if place else None
    perspective = result.wave.perspective
    if perspective == Perspective.ADMINISTRATION:
        words = _(
            "Verwaltung: Wie viele Menschen dort arbeiten, ist nicht bekannt; eine Abdeckung lässt sich nicht nennen."
        )
        return Coverage(None, population, words)
    if not population:
        return Coverage(
            None, None, _("Die Einwohnerzahl steht nicht im Verzeichnis; eine Abdeckung lässt sich nicht nennen.")
        )
    rate = result.sheets / population * 1000
    values = {
        "name": Perspective(perspective).label,
        "rate": german_number(round(rate, 1)),
        "population": german_number(population),
    }
    if perspective == Perspective.THIRD_COUNTRY_NATIONALS:
        words = _(
            "%(name)s: %(rate)s Bögen je 1.000 Einwohnerinnen und Einwohner der ganzen Kommune (alle: %(population)s)."
            " Wie viele Drittstaatsangehörige hier leben und wie sie sich nach Alter und Geschlecht verteilen, steht"
            " nicht im Verzeichnis; die Ergebnisse sind deshalb nicht gewichtet."
        )
    else:
        words = _(
            "%(name)s: %(rate)s Bögen je 1.000 Einwohnerinnen und Einwohner (alle: %(population)s). Alter und"
            " Geschlecht der Bevölkerung stehen nicht im Verzeichnis; die Ergebnisse sind deshalb nicht gewichtet."
        )
    return Coverage(rate, population, words % values)


def _of_figures(result: WaveResult, figures: ReferencePopulation, everybody: int) -> Coverage:
    rate = result.sheets / everybody * 1000
    words = _(
        "%(name)s: %(rate)s Bögen je 1.000 Menschen dieser Gruppe, die hier leben (alle: %(population)s; %(source)s,"
        " Stand %(day)s)."
    ) % {
        "name": Perspective(result.wave.perspective).label,
        "rate": german_number(round(rate, 1)),
        "population": german_number(everybody),
        "source": figures.source,
        "day": day(figures.as_of),
    }
    return Coverage(rate, everybody, words)
