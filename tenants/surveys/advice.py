"""What a guide may want to do next with a wave – said in a sentence each, with the page that helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.ui.languages import language_named
from tenants.surveys.models import Wave
from tenants.surveys.queries import Return
from tenants.surveys.vocabulary import Channel, Standing

SOON_DAYS: Final = 7
BEHIND: Final = 0.5
"""Share of a target under which a group is named as missing."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence, and where it leads."""

    text: str
    url: str = ""
    label: str = ""


def advice_for(wave: Wave, back: Return, today: date) -> list[Advice]:
    """What is worth doing now, most urgent first."""
    standing = wave.standing(today)
    if standing == Standing.PLANNED:
        text = _("Prüfen Sie Zeitraum und Wege. Dann geben Sie die Welle frei.")
        return [Advice(text, reverse("surveys:release", args=[wave.pk]), _("Freigeben"))]
    if standing == Standing.UPCOMING:
        text = _("Hängen Sie den Aushang auf und verteilen Sie die Adresse, bevor es losgeht.")
        return [Advice(text)]
    if standing == Standing.OPEN:
        return list(_while_open(wave, back, today))
    if standing == Standing.CLOSED:
        text = _("Der Zeitraum ist vorbei. Erfassen Sie die letzten Papierbögen und beenden Sie dann die Welle.")
        return [Advice(text, reverse("surveys:end", args=[wave.pk]), _("Beenden"))]
    return []


def _while_open(wave: Wave, back: Return, today: date) -> Iterator[Advice]:
    left = (wave.closes_on - today).days
    if left <= SOON_DAYS:
        text = ngettext("Noch %(left)s Tag bis zum Ende.", "Noch %(left)s Tage bis zum Ende.", left) % {"left": left}
        yield Advice(text, reverse("surveys:change", args=[wave.pk]), _("Zeitraum ändern"))
    yield from _missing_languages(wave, back)
    if back.total == 0:
        yield Advice(_("Noch ist nichts zurück. Probieren Sie die Adresse selbst auf einem Handy aus."))
    if Channel.PAPER in wave.channels:
        text = _("Liegen ausgefüllte Papierbögen bereit?")
        yield Advice(text, reverse("participation:type_paper", args=[wave.pk]), _("Bögen erfassen"))


def _missing_languages(wave: Wave, back: Return) -> Iterator[Advice]:
    for code, target in wave.targets.get("language", {}).items():
        returned = back.by_language.get(code, 0)
        if returned < target * BEHIND:
            yield Advice(
                _("Auf %(language)s kamen %(returned)s von %(target)s. Wer erreicht diese Menschen?")
                % {"language": language_named(code).german, "returned": returned, "target": target}
            )
