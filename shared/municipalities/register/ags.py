"""The official municipality key (AGS) and its longer relative, the regional key (ARS)."""

from __future__ import annotations

import re
from typing import Final

HESSE: Final = "06"
AGS_PATTERN: Final = r"^06\d{6}$"
DISTRICT_PATTERN: Final = r"^06\d{3}$"
REGIONS: Final = {"064": "Darmstadt", "065": "Gießen", "066": "Kassel"}
"""The three Regierungsbezirke of Hesse by the first three digits of the AGS."""

_ASCII_DIGITS = re.compile(r"[0-9]+")


class MalformedAgs(ValueError):
    """The text is no AGS or ARS of a Hessian municipality.

    The message says in German what is wrong with it.
    """


def parse_ags(text: str) -> str:
    """Give the 8-digit AGS for an AGS (8 digits) or an ARS (12 digits); spaces between the digits are
    accepted.

    Composition as published by the Statistische Ämter des Bundes und der Länder (Gemeindeverzeichnis
    GV-ISys): Land (2) + Regierungsbezirk (1) + Kreis (2) + Gemeinde (3) for the AGS; the ARS puts the
    Gemeindeverband (4) between Kreis and Gemeinde. So the AGS is digits 1–5 and 10–12 of the ARS.

    Raises:
        MalformedAgs: wrong length, other characters than digits, not in Hesse, or the key of a district.
    """
    digits = "".join(text.split())
    if not digits:
        raise MalformedAgs("Bitte geben Sie den Amtlichen Gemeindeschlüssel an: 8 Ziffern, zum Beispiel 06431002.")
    if not _ASCII_DIGITS.fullmatch(digits):
        raise MalformedAgs("Der Amtliche Gemeindeschlüssel besteht nur aus Ziffern, zum Beispiel 06431002.")
    if len(digits) not in (8, 12):
        raise MalformedAgs(
            f"Der Amtliche Gemeindeschlüssel hat 8 Ziffern, der Regionalschlüssel 12. Angegeben sind {len(digits)}."
        )
    if not digits.startswith(HESSE):
        raise MalformedAgs("Der Schlüssel gehört nicht zu Hessen: Hessische Schlüssel beginnen mit 06.")
    return _within_a_region(digits if len(digits) == 8 else digits[:5] + digits[9:])


def district_of(ags: str) -> str:
    """The 5-digit key of the Landkreis or kreisfreie Stadt the municipality belongs to."""
    return ags[:5]


def region_of(ags: str) -> str:
    """The name of the Regierungsbezirk, for an AGS or a district key."""
    return REGIONS[ags[:3]]


def _within_a_region(ags: str) -> str:
    if ags[:3] not in REGIONS:
        raise MalformedAgs("Die dritte Ziffer nennt keinen hessischen Regierungsbezirk: möglich sind 4, 5 und 6.")
    if ags[3:5] == "00":
        raise MalformedAgs("Der Schlüssel meint einen Regierungsbezirk, keine Gemeinde.")
    return ags
