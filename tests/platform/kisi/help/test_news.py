"""What is new, with a mark until it was seen; shortcuts with their switch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from kisi.help.release_notes import for_towns, notes_in, release_notes, unseen
from tests.accounts import person, sign_in

LOG = "# Änderungen\n\nVorwort.\n\n## 0.2.0 – 1.12.2026\n\n### Neu\n- Zweitens\n\n## 0.1.0\n\n- Erstens <b>fett</b>\n"


@pytest.fixture
def log(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A change log of this test."""
    file = tmp_path / "CHANGELOG.md"
    file.write_text(LOG, encoding="utf-8")
    settings.KISI_CHANGELOG = file
    release_notes.cache_clear()
    yield file
    release_notes.cache_clear()


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address, secure=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_sections_and_what_is_unseen() -> None:
    """The newest first; a changed text is new again, and then only the newest one."""
    notes = notes_in(LOG)
    assert [note.title for note in notes] == ["0.2.0 – 1.12.2026", "0.1.0"]
    assert unseen(notes, notes[0].mark) == []
    assert unseen(notes, notes[1].mark) == [notes[0]]
    assert unseen(notes, "") == [notes[0]]
    changed = notes_in(LOG.replace("Zweitens", "Zweitens und mehr"))
    assert unseen(changed, notes[0].mark) == [changed[0]]
    assert unseen((), "") == []


def test_the_mark_goes_when_the_page_was_seen(log: Path, guide: Client) -> None:
    assert "es gibt Neues" in page(guide, "/konto/")
    shown = page(guide, "/hilfe/neuigkeiten/")
    assert shown.count("neu für Sie") == 1
    assert "&lt;b&gt;fett" in shown
    assert "es gibt Neues" not in page(guide, "/konto/")
    assert "neu für Sie" not in page(guide, "/hilfe/neuigkeiten/")


def test_towns_read_nothing_about_running_servers() -> None:
    """Parts for operators are for the public host."""
    source = "### Neu\n- Suche\n\n### Für den Betrieb\n- Sockel\n\n### Behoben\n- Fehler"
    assert for_towns(source) == "### Neu\n- Suche\n\n### Behoben\n- Fehler"
    assert for_towns("### Für den Betrieb\n- Sockel") == ""


def test_without_a_change_log_there_is_no_mark(log: Path, guide: Client) -> None:
    log.unlink()
    release_notes.cache_clear()
    assert "Noch keine Neuigkeiten" in page(guide, "/hilfe/neuigkeiten/")
    assert "es gibt Neues" not in page(guide, "/konto/")


def test_the_projects_own_change_log_is_shown(guide: Client) -> None:
    """Written for users, and with something in it."""
    release_notes.cache_clear()
    assert len(release_notes()) >= 1
    assert release_notes()[0].shown_title in page(guide, "/hilfe/neuigkeiten/")


def test_shortcuts_can_be_switched_off(guide: Client) -> None:
    """WCAG 2.1.4: for this person, on every page."""
    assert 'data-shortcuts="on"' in page(guide, "/")
    assert guide.post("/hilfe/tastenkuerzel/", {"tasten": "aus"}, secure=True)["Location"] == "/hilfe/tastenkuerzel/"
    assert 'data-shortcuts="off"' in page(guide, "/")
    guide.post("/hilfe/tastenkuerzel/", {"tasten": "an"}, secure=True)
    assert 'data-shortcuts="on"' in page(guide, "/")
