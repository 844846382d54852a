"""What is printed about a wave: letters with invitation codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from kisi.core.realms import current_municipality
from kisi.ui.documents import pdf
from kisi.ui.templatetags.kisi_ui import day
from shared.instruments.definition import text_of
from tenants.surveys.addresses import public_address, qr_svg
from tenants.surveys.checking import definition_of
from tenants.surveys.models import CodeBatch, Wave

HERE: Final = Path(__file__).resolve().parent


def letters_of_codes(wave: Wave, batch: CodeBatch, codes: Sequence[str]) -> bytes:
    """A PDF with one card a code, to be cut up; the only place where the codes stand."""
    cards = [{"code": code, "qr": qr_svg(public_address(wave, code)).decode()} for code in codes]
    return pdf(
        HERE / "codes.typ",
        {
            "title": _("Einladungscodes: %(label)s") % {"label": batch.label},
            "author": current_municipality().name,
            "survey": text_of(definition_of(wave.version).title, "de").text,
            "address": public_address(wave).partition("://")[2],
            "until": _("Antworten Sie bis zum %(day)s. Jeder Code gilt einmal.") % {"day": day(wave.closes_on)},
            "anonymous": _("Niemand sieht, wer welchen Code hatte."),
            "your_code": _("Ihr Code"),
            "alt": _("QR-Code mit der Adresse und dem Code"),
            "cards": cards,
        },
    )
