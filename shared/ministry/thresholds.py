"""The thresholds of a release in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.ui.registry import Text
from kisi.ui.templatetags.kisi_ui import german

WORDS: Final[dict[str, Text]] = {
    "base": _("Anzahlen sind gerundet auf Vielfache von"),
    "fallback_base": _("wo das nicht reicht, auf Vielfache von"),
    "amount_base": _("Beträge sind gerundet auf Vielfache von (Cent)"),
    "ratio_municipality": _("Anteil einer Kommune: kleinste Grundgesamtheit"),
    "ratio_area": _("Anteil von Landkreis und Land: kleinste Grundgesamtheit"),
    "district_municipalities": _("Landkreis: mindestens so viele Kommunen"),
    "survey_respondents": _("Erhebung: mindestens so viele Antworten"),
    "survey_municipalities": _("Erhebung: mindestens so viele Kommunen"),
    "amount_municipalities": _("Betrag: mindestens so viele Kommunen"),
    "dominance_percent": _("Betrag: p-Prozent-Regel (%)"),
    "amif_municipalities": _("genaue AMIF-Summen über Personen: mindestens so viele Kommunen"),
    "amif_insiders": _("genaue AMIF-Summen als bekannt angenommen ab so vielen Kommunen"),
    "insider_pairs": _("zwei beliebige Kommunen als Wissende angenommen ab so vielen Kommunen"),
    "editions_at_once": _("frühere Stände des Zeitraums, die zugleich gegen den neuen gehalten werden"),
    "outsider_width": _("Abstand, der Außenstehenden mindestens bleibt"),
    "insider_width": _("Abstand, der Beteiligten mindestens bleibt"),
    "coalition_width": _("Abstand, der allen Kommunen bis auf eine gemeinsam mindestens bleibt"),
    "benchmark_municipalities": _("Vergleich mit allen: mindestens so viele Kommunen"),
    "benchmark_group": _("Vergleichsgruppe: mindestens so viele Kommunen"),
}


def threshold_words(stored: Mapping[str, int]) -> list[tuple[Text, str]]:
    """What each threshold of a release means, with its number; in the order of ``WORDS``, unknown ones last."""
    keys = [*(key for key in WORDS if key in stored), *(key for key in stored if key not in WORDS)]
    return [(WORDS.get(key, key), german(stored[key])) for key in keys]
