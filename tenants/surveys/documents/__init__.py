"""What is printed about a wave: cards with invitation codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from kisi.core.realms import current_municipality
from kisi.ui.documents import Funding, pdf
from kisi.ui.languages import language_named
from kisi.ui.templatetags.kisi_ui import day
from shared.instruments.definition import text_of
from shared.instruments.sentences import texts_in
from tenants.surveys.addresses import public_address, qr_svg
from tenants.surveys.checking import definition_of
from tenants.surveys.models import CodeBatch, Wave

HERE: Final = Path(__file__).resolve().parent


def cards_of_codes(wave: Wave, batch: CodeBatch, codes: Sequence[str], language: str) -> bytes:
    """A PDF with one card a code, to be cut up; the only place where the codes stand.

    The cards are in the language of those who get them, the heading above them in that of the town hall.
    """
    texts = texts_in(language)
    return pdf(
        HERE / "codes.typ",
        {
            "language": language.split("-", maxsplit=1)[0],
            "direction": language_named(language).direction,
            "title": _("Einladungscodes: %(label)s") % {"label": batch.label},
            "author": current_municipality().name,
            "survey": text_of(definition_of(wave.version).title, language).text,
            "address": public_address(wave).partition("://")[2],
            "until": texts["pause_until"] % {"date": day(wave.closes_on)},
            "once": texts["code_once"],
            "your_code": texts["your_code"],
            "cards": [{"code": code, "qr": qr_svg(public_address(wave, code)).decode()} for code in codes],
        },
        paid_by=funding_in(language),
    )


def funding_in(language: str) -> Funding:
    """Who pays, in a language of participants."""
    texts, tag = texts_in(language), language.split("-", maxsplit=1)[0]
    direction = language_named(language).direction
    return Funding(texts["eu_funding"], texts["eu_funding_by"], texts["eu_emblem"], tag, direction)
