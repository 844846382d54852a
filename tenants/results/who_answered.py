"""Who answered a wave, beside the town's official figures; and what sheets count in a weighted view.

For people of the town to look at. Nothing here is published, reported or sent to the state: only pages of a wave
import this module (tests hold it so), everything else counts every sheet once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from kisi.ui.charts.numbers import german_number
from kisi.ui.templatetags.kisi_ui import day
from tenants.results.computing.representation import GroupShare, group_shares
from tenants.results.computing.tallies import WaveTally
from tenants.results.computing.weighted import weighted_wave
from tenants.results.computing.weighting import Refusal, Rules, Weighting, weighting
from tenants.results.counting import counted_by_cell
from tenants.results.labels import cell_label, percent
from tenants.results.models import ReferencePopulation, ResultsSettings
from tenants.results.queries import WaveResult
from tenants.surveys.kept import KeptByVersion

MOST_NAMED = 4
"""Groups named in one sentence; the chart has them all."""
WEIGHTED: Final = KeptByVersion[WaveTally](60)
"""Known by the sheets, every weight and the smallest number shown: other figures or other rules find nothing here."""


@dataclass(frozen=True, slots=True)
class WhoAnswered:
    """A wave beside the figures of its perspective; ``groups`` is empty where there is nothing to compare."""

    result: WaveResult
    figures: ReferencePopulation | None
    limits: ResultsSettings
    groups: Sequence[GroupShare]
    weights: Weighting | Refusal

    @property
    def source(self) -> str:
        """Where the figures are from."""
        if self.figures is None:
            return ""
        return _("%(source)s, Stand %(day)s") % {"source": self.figures.source, "day": day(self.figures.as_of)}

    @property
    def findings(self) -> list[str]:
        """Which groups stand out, in plain sentences."""
        if not self.groups:
            return [_("Kein Bogen nennt Geschlecht und Alter einer Gruppe, für die es eine Vergleichszahl gibt.")]
        over = sorted((one for one in self.groups if one.standing > 0), key=lambda one: -round(one.gap, 2))
        under = sorted((one for one in self.groups if one.standing < 0), key=lambda one: round(one.gap, 2))
        said = []
        if over:
            said.append(_("Deutlich zu oft haben geantwortet: %(groups)s.") % {"groups": _named(over)})
        if under:
            said.append(_("Deutlich zu selten haben geantwortet: %(groups)s.") % {"groups": _named(under)})
        return said or [_("Keine Gruppe hat deutlich zu oft oder zu selten geantwortet.")]

    @property
    def why_not(self) -> str:
        """Why there is no weighted view; empty where there is one."""
        reasons = {
            Refusal.NO_FIGURES: _("Zum Gewichten fehlen Vergleichszahlen für Frauen und Männer."),
            Refusal.FEW_SHEETS: _(
                "Zum Gewichten braucht es mindestens %(number)s Bögen, die Geschlecht und Alter nennen und zu einer"
                " Vergleichszahl gehören."
            )
            % {"number": self.limits.weighting_base},
            Refusal.ONE_GROUP: _("Zum Gewichten braucht es mindestens zwei Gruppen mit je %(number)s Bögen.")
            % {"number": self.limits.weighting_group},
        }
        return reasons[self.weights] if isinstance(self.weights, Refusal) else ""

    def explanation(self, found: Weighting) -> list[str]:
        """What the weighted view does, in two sentences; a third where groups went together."""
        words = {
            "source": self.source,
            "cap": self.limits.weighting_cap,
            "sheets": german_number(found.sheets),
            "effective": german_number(found.effective, 0),
            "smallest": self.limits.weighting_group,
        }
        said = [
            _(
                "Jeder Bogen zählt hier so viel, dass Geschlecht und Alter verteilt sind wie in den Vergleichszahlen"
                " (%(source)s): wer selten geantwortet hat, zählt mehr, wer oft geantwortet hat, weniger –"
                " höchstens %(cap)s, mindestens 1/%(cap)s."
            ),
            _(
                "Bögen ohne Geschlecht oder Alter, mit „divers“ oder ohne Vergleichszahl zählen einfach; zusammen sagen"
                " die %(sheets)s Bögen so viel wie %(effective)s gleich gewichtete, und danach richten sich die"
                " 95-%%-Bereiche."
            ),
        ]
        if found.merged:
            said.append(
                _(
                    "Gruppen mit weniger als %(smallest)s Bögen sind mit der nächsten Altersgruppe zusammengelegt oder,"
                    " wenn ein Geschlecht fast fehlt, über die Geschlechter hinweg."
                )
            )
        return [one % words for one in said]


def who_answered(
    result: WaveResult, figures: ReferencePopulation | None, limits: ResultsSettings, *, is_complete: bool
) -> WhoAnswered:
    """A wave beside the figures its town has stated; no query. ``is_complete``: no more sheets come."""
    people = figures.cells if figures else {}
    gap, smallest = limits.group_gap_percent / 100, limits.smallest_cell
    groups = group_shares(result.by_cell, people, gap, smallest, is_complete=is_complete)
    rules = Rules(limits.weighting_group, limits.weighting_cap, limits.weighting_base)
    return WhoAnswered(result, figures, limits, groups, weighting(result.by_cell, people, rules))


def weighted(result: WaveResult, by: Weighting, limits: ResultsSettings) -> WaveResult:
    """The same wave with weighted shares; its counts stay sheets. At most one query."""
    of = counted_by_cell(result.wave, result.mark)
    if not of.parts:
        return result
    rules = (*by.mark, limits.smallest_cell)
    found = WEIGHTED.get(
        result.wave.version,
        (result.wave.pk, *of.mark, rules),
        lambda: weighted_wave(of.parts, by, limits.smallest_cell),
    )
    return replace(result, counted=found, mark=of.mark, rules=rules)


def _named(groups: Sequence[GroupShare]) -> str:
    words = _("%(name)s (%(sheets)s der Bögen, %(people)s der Menschen)")
    return "; ".join(
        words
        % {
            "name": cell_label(one.sex, one.age),
            "sheets": percent(one.sheets.value) if one.sheets else "",
            "people": percent(one.share),
        }
        for one in groups[:MOST_NAMED]
    )
