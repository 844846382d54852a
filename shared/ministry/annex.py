"""The common indicators of Annex VIII of Regulation (EU) 2021/1147, specific objective (b), and which have no figure.

Numbers and kinds (1 to 7 output, 8 to 11 result) are those of the annex. The names say in our words what it asks for,
and the page says that they do: its wording could not be compared word by word. ``SOURCE`` is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.facts import Metric, metrics
from kisi.ui.registry import Text
from shared.ministry.amif_listing import AmifRow

SOURCE: Final = "http://data.europa.eu/eli/reg/2021/1147/oj"
"""Regulation (EU) 2021/1147 (OJ L 251, 15.7.2021, p. 1) by its European Legislation Identifier."""
FIRST_RESULT: Final = 8


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what it counts, and why a release may have no figure for it."""

    number: str
    name: Text
    because: Text

    @property
    def kind(self) -> Text:
        """Output or result."""
        is_result = int(self.number.split(".")[0]) >= FIRST_RESULT
        return _("Ergebnisindikator") if is_result else _("Outputindikator")


_OFFERS: Final = _("Wird erhoben, sobald Kommunen Angebote und Teilnahmen in der Plattform führen.")
_CONTACTS: Final = _("Wird erhoben, sobald die Anlaufstellen ihre Kontakte in der Plattform führen.")
_ELSEWHERE: Final = _("Nicht vorgesehen: Diese Aufgabe gehört nicht zum Programm.")
_COURSES: Final = _("Wird erhoben, sobald Sprachkurse mit dem Sprachniveau vorher und nachher geführt werden.")
_FEEDBACK: Final = _("Wird erhoben, sobald Teilnehmende Rückmeldungen zu Angeboten geben können.")
_NEXT: Final = _("Kommt mit dem nächsten Stand.")
_LAND: Final = _("Nicht vorgesehen: Begünstigter ist das Land, das Programm ist ein einziges Vorhaben.")

ANNEX: Final = (
    Indicator("1", _("Teilnehmende an Maßnahmen vor der Ausreise"), _ELSEWHERE),
    Indicator("2", _("Lokale und regionale Behörden, die bei Integrationsmaßnahmen unterstützt werden"), _NEXT),
    Indicator("3", _("Unterstützte Teilnehmende"), _OFFERS),
    Indicator("3.1", _("davon in einem Sprachkurs"), _OFFERS),
    Indicator("3.2", _("davon in einem Kurs zur gesellschaftlichen Orientierung"), _OFFERS),
    Indicator("3.3", _("davon mit persönlicher beruflicher Beratung"), _OFFERS),
    Indicator("4", _("Informationspakete und Kampagnen zu legalen Wegen der Zuwanderung"), _ELSEWHERE),
    Indicator("5", _("Teilnehmende mit Auskunft oder Hilfe beim Antrag auf Familienzusammenführung"), _CONTACTS),
    Indicator("6", _("Teilnehmende an Mobilitätsprogrammen"), _ELSEWHERE),
    Indicator("7", _("Integrationsprojekte, deren Begünstigte lokale und regionale Behörden sind"), _LAND),
    Indicator(
        "8", _("Teilnehmende an Sprachkursen, die am Ende um mindestens eine Niveaustufe (GER) besser sind"), _COURSES
    ),
    Indicator("9", _("Teilnehmende, denen die Maßnahme nach eigener Angabe bei der Integration half"), _FEEDBACK),
    Indicator(
        "10",
        _("Teilnehmende, die Anerkennung oder Bewertung beantragt haben – für in Drittstaaten Erworbenes"),
        _CONTACTS,
    ),
    Indicator("11", _("Teilnehmende, die eine langfristige Aufenthaltsberechtigung beantragt haben"), _CONTACTS),
)


def counted(rows: Iterable[AmifRow]) -> list[tuple[str, Metric]]:
    """The indicators of which a release has figures, with what was counted for them."""
    numbers = {row.annex_no for row in rows}
    order = [one.number for one in ANNEX]
    found = [(one.annex_no, one) for one in metrics() if one.annex_no in numbers]
    return sorted(found, key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[1].key))


def not_counted(rows: Iterable[AmifRow]) -> list[Indicator]:
    """The indicators of which a release has none."""
    numbers = {row.annex_no for row in rows}
    return [one for one in ANNEX if one.number not in numbers]
