"""The sheet on paper: a tagged PDF in every language, with the digits that the entry screen asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from kisi.core.realms import current_municipality
from kisi.ui.documents import pdf
from kisi.ui.languages import language_named
from shared.instruments.definition import Definition
from tenants.instruments.models import InstrumentVersion
from tenants.participation.fields import Field, Words
from tenants.participation.texts import privacy_values, say
from tenants.participation.whole import titles, whole_form
from tenants.surveys.addresses import public_address, qr_svg
from tenants.surveys.checking import definition_of
from tenants.surveys.documents import funding_in
from tenants.surveys.models import SurveySettings, Wave
from tenants.surveys.vocabulary import ONLINE_CHANNELS

TEMPLATE: Final = Path(__file__).resolve().parent / "paper.typ"
EASY: Final = "de-simple"
LINES: Final = {"long": 4, "line": 1, "number": 1, "date": 1}


def paper_sheets(wave: Wave, language: str, numbers: Iterable[int]) -> bytes:
    """Sheets with these numbers, one after another, as one PDF."""
    is_online = not set(ONLINE_CHANNELS).isdisjoint(wave.channels)
    address = public_address(wave)
    return _document(
        definition_of(wave.version),
        language,
        {
            "address": address.partition("://")[2] if is_online else "",
            "qr": qr_svg(address).decode() if is_online else "",
            "wave": wave.token,
            "numbers": [f"{number:04}" for number in numbers],
        },
    )


def paper_preview(version: InstrumentVersion, language: str) -> bytes:
    """The sheet of a version that no wave need ask: without address, QR code and number, marked on every page."""
    mark = _("Vorschau – nicht ausgeben") if version.released_at else _("Entwurf – nicht ausgeben")
    return _document(definition_of(version), language, {"numbers": [""], "preview": mark})


def _document(definition: Definition, language: str, sheets: Mapping[str, Any]) -> bytes:
    title, introduction = titles(definition, language)
    return pdf(
        TEMPLATE,
        {
            "language": language.split("-", maxsplit=1)[0],
            "direction": language_named(language).direction,
            "is_easy": language == EASY,
            "title": title,
            "author": current_municipality().name,
            "introduction": introduction,
            "privacy": say("privacy_short", language, **privacy_values(SurveySettings.current().privacy_contact)),
            "groups": [
                {"title": _words(group.title), "questions": [_question(field) for field in group.fields]}
                for group in whole_form(definition, language).groups
            ],
            "address": "",
            "qr": "",
            "wave": "",
            "preview": "",
            **sheets,
        },
        paid_by=funding_in(language),
    )


def _question(field: Field) -> dict[str, Any]:
    return {
        "number": field.number,
        "kind": field.kind,
        "text": _words(field.label),
        "hint": _words(field.hint),
        "notes": " ".join(field.notes),
        "only_if": field.only_if,
        "options": [{"digit": choice.digit, "text": _words(choice.short)} for choice in field.choices],
        "lines": LINES.get(field.kind, 0),
    }


def _words(words: Words) -> dict[str, str]:
    return {"text": words.text, "language": words.language.split("-")[0], "direction": words.direction}
