"""The trail in German: what the product records has names, and they say what was recorded."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from kisi.audit import wording
from kisi.audit.wording import beginnings_named, details_in_words, subject_in_words

ROOT = Path(__file__).resolve().parents[4]
SOURCES = [path for folder in ("platform/kisi", "shared", "tenants", "api") for path in (ROOT / folder).rglob("*.py")]
RECORDS = {"record", "record_read", "_record", "_note", "note"}
HERE = {"details", "changes"}
GUIDE = "Integrationsguide"
SIGNED_IN = "Angemeldet mit: Passwort, Code aus der App"
POINT, FIGURES = "contact_points.contact_point:1", "results.figures:residents"
MEN = "Nachher: männlich über 60: 1.234"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("needs.need:6", "Bedarf 6"),
        ("contact_points.contact_point:1", "Anlaufstelle 1"),
        ("needs.settings", "Einstellungen der Bedarfe"),
        ("results.figures:residents", "Vergleichszahlen (Aufnahmegesellschaft)"),
        ("results.code:2", "Code 2"),
        ("somebody@…", "somebody@…"),
        (f"accounts.address:{'0123456789ab' * 3}", "Adresse, unkenntlich gemacht: 0123456789ab…"),
        ("", ""),
    ],
)
def test_subjects(reference: str, name: str) -> None:
    """By their model, or as an app calls them; what nobody knows stays."""
    assert subject_in_words(reference) == name


@pytest.mark.parametrize(
    ("event", "subject", "details", "said"),
    [
        (
            "needs.decided",
            "needs.need:1",
            {"title": "Kurse", "state": "in_work", "priority": "now", "evidence": 4},
            "Titel: Kurse · Stand: in Arbeit · Priorität: jetzt · Belege: 4",
        ),
        ("accounts.person_changed", "accounts.user:1", {"role": ["guide", "auditor"]}, f"Rolle: {GUIDE} → Prüfung"),
        ("accounts.signed_in", "accounts.user:1", {"methods": ["password", "totp"]}, SIGNED_IN),
        ("surveys.wave_ended", "surveys.wave:1", {"closes_on": "2026-11-26"}, "Endet am: 26.11.2026"),
        ("contact_points.hours_changed", POINT, {"before": ["Mo", "Di"], "after": []}, "Vorher: Mo, Di · Nachher: –"),
        ("results.figures_changed", FIGURES, {"before": None, "after": {"m-o60": 1234}}, f"Vorher: – · {MEN}"),
        ("audit.verified", "", {"ok": False, "first_bad": 2}, "In Ordnung: nein · Erster Fehler in Zeile: 2"),
        (
            "accounts.person_deactivated",
            "accounts.user:2",
            {"to": "accounts.user:3", "handed_over": {"needs.responsible": 3, "workspace.checklists": 1}},
            "An: Konto 3 · Übergeben: Bedarfe: 3, Einträge von Checklisten: 1",
        ),
        ("tests.unnamed", "", {"odd": {"a": 1}}, "Odd: a: 1"),
    ],
)
def test_details(event: str, subject: str, details: dict[str, Any], said: str) -> None:
    """Choices by their labels, dates and numbers as they are written, changes with an arrow, lists with commas."""
    assert details_in_words(event, subject, details) == said


def test_what_has_a_name_of_its_own_is_called_by_it() -> None:
    """As subject and in details; without that name by kind and number."""
    names = {"accounts.user:3": "Elif Demir"}
    assert subject_in_words("accounts.user:3", names) == "Elif Demir"
    assert subject_in_words("accounts.user:2", names) == "Konto 2"
    told = details_in_words("accounts.person_deactivated", "accounts.user:2", {"to": "accounts.user:3"}, names)
    assert told == "An: Elif Demir"


def test_what_people_look_for_is_found_by_its_name() -> None:
    assert ("needs.need", "6") in beginnings_named("Bedarf 6")
    assert ("accounts.invitation", "") in beginnings_named("einladung")
    assert beginnings_named("  ") == []


def test_every_detail_that_is_recorded_has_a_name() -> None:
    """Read from the source: each key of a literal that goes into the trail, by app."""
    found = {(app_of(path), key) for path in SOURCES for key in recorded(ast.parse(path.read_text("utf-8")))}
    assert len(found) > 40
    assert sorted(pair for pair in found if not is_named(*pair)) == []


def app_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if parts[0] == "api" else parts[2] if parts[0] == "platform" else parts[1]


def is_named(app: str, key: str) -> bool:
    """By a declaration, or as a field of a model of the app."""
    if f"{app}.{key}" in wording._details or key in wording._details:
        return True
    return any(wording._field(model, key) for model in apps.get_app_config(app).get_models())


def recorded(tree: ast.Module) -> Iterator[str]:
    """Keys of the literals given as details, or kept in a variable of that name by a function that records."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        records = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in RECORDS]
        given = [word.value for call in records for word in call.keywords if word.arg == "details"]
        kept = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and records and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in HERE
        ]  # fmt: skip
        for value in given + kept:
            for literal in (node for node in ast.walk(value) if isinstance(node, ast.Dict)):
                yield from (str(key.value) for key in literal.keys if isinstance(key, ast.Constant))
