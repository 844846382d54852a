"""The shape of each kind of template."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from shared.library.shapes.parts import Choices, Line, Named, Number, Part, Prose, Rows, Texts
from shared.library.vocabulary import Kind

_FOR_WHOM: Final = Choices(name="target_groups", label=_("Für wen"), choices=Perspective.choices)
_EXPLANATION: Final = Prose(name="explanation", label=_("Erläuterung"))

_CHECKLIST: Final[tuple[Part, ...]] = (
    Prose(name="introduction", label=_("Einleitung")),
    Rows(
        name="entries",
        label=_("Einträge"),
        one=_("Eintrag"),
        parts=(
            _EXPLANATION,
            Number(
                name="due_after_days",
                label=_("Fällig nach"),
                unit=_("Tagen"),
                most=3650,
                help=_("Tage ab der Übernahme durch die Kommune."),
            ),
        ),
    ),
)

_TEXT: Final[tuple[Part, ...]] = (
    Prose(name="purpose", label=_("Zweck")),
    Texts(
        name="paragraphs",
        label=_("Absätze"),
        one=_("Absatz"),
        help=_("Was die Kommune einsetzt, steht als Platzhalter in doppelten geschweiften Klammern: {{ort}}."),
    ),
    Named(name="fields", label=_("Platzhalter"), one=_("Platzhalter"), is_optional=True),
)

_MEASURE: Final[tuple[Part, ...]] = (
    Prose(name="need", label=_("Bedarf"), help=_("Welcher Bedarf steckt dahinter?")),
    Prose(name="goal", label=_("Ziel"), help=_("Was soll danach anders sein?")),
    _FOR_WHOM,
    Number(name="duration_weeks", label=_("Dauer"), unit=_("Wochen"), least=1, most=520, is_optional=True),
    Rows(
        name="steps",
        label=_("Schritte"),
        one=_("Schritt"),
        parts=(
            _EXPLANATION,
            Number(name="after_weeks", label=_("Ab Woche"), unit="", most=520, is_optional=True),
        ),
    ),
    Texts(name="success", label=_("Woran Sie den Erfolg erkennen"), one=_("Merkmal"), longest=500),
    Prose(name="resources", label=_("Was Sie dafür brauchen"), is_optional=True),
)

_EVENT: Final[tuple[Part, ...]] = (
    Prose(name="purpose", label=_("Zweck")),
    _FOR_WHOM,
    Prose(name="invitation", label=_("Einladungstext"), help=_("Ein Text, den die Kommune anpasst.")),
    Number(name="duration_minutes", label=_("Dauer"), unit=_("Minuten"), least=1, most=10_000),
    Number(name="places", label=_("Plätze"), least=1, is_optional=True),
    Rows(
        name="preparation",
        label=_("Vorbereitung"),
        one=_("Aufgabe"),
        parts=(
            _EXPLANATION,
            Number(name="days_before", label=_("Vor dem Termin"), unit=_("Tage"), most=730),
        ),
    ),
    Rows(
        name="agenda",
        label=_("Programm"),
        one=_("Programmpunkt"),
        parts=(Number(name="minutes", label=_("Dauer"), unit=_("Minuten"), least=1, most=10_000),),
    ),
    Texts(name="materials", label=_("Material"), one=_("Material"), longest=500, is_optional=True),
)

_PROCEDURE: Final[tuple[Part, ...]] = (
    Prose(name="occasion", label=_("Anlass"), help=_("Wann und für wen gilt dieser Ablauf?")),
    Line(name="legal_basis", label=_("Rechtsgrundlage"), is_optional=True, longest=500),
    Rows(
        name="steps",
        label=_("Schritte"),
        one=_("Schritt"),
        parts=(
            Line(name="office", label=_("Zuständige Stelle")),
            _EXPLANATION,
            Prose(name="documents", label=_("Unterlagen"), is_optional=True),
            Number(name="waiting_days", label=_("Wartezeit"), unit=_("Tage"), most=3650, is_optional=True),
            Prose(name="obstacle", label=_("Häufige Hürde"), is_optional=True),
            Prose(name="simplification", label=_("Vorschlag zur Vereinfachung"), is_optional=True),
        ),
    ),
)

SHAPES: Final[dict[str, tuple[Part, ...]]] = {
    Kind.CHECKLIST: _CHECKLIST,
    Kind.TEXT: _TEXT,
    Kind.MEASURE: _MEASURE,
    Kind.EVENT: _EVENT,
    Kind.PROCEDURE: _PROCEDURE,
}
"""Kind → the parts of its content. Surveys are missing: their format is ``shared.instruments``' own."""
