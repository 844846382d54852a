"""`kisi register renew` and `kisi municipality restore`: what they refuse, change and say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.ops.commands.tree import app
from kisi.ops.exit_codes import CommandError, ExitCode
from shared.municipalities.models import Municipality, RegisteredMunicipality
from shared.municipalities.register.entries import Register, read_register
from shared.municipalities.register.loading import load_register
from shared.onboarding.archive import write_archive
from tests.servers import Servers
from tests.shared.municipalities.register import official_file as official

DAY = date(2026, 3, 31)


@pytest.fixture
def kisi(database: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """``kisi("register", "renew", …)`` in this process, on this test's database."""
    for module in ("register", "municipality"):
        monkeypatch.setattr(f"kisi.ops.commands.{module}.enter", lambda _path: None)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--data-dir", str(tmp_path)])

    return call


@pytest.fixture
def register(database: Servers) -> Register:
    """The shipped register, loaded."""
    register = read_register()
    with inside(CENTRAL):
        load_register(register)
    return register


def population(ags: str) -> int | None:
    with inside(CENTRAL):
        return RegisteredMunicipality.objects.current().get(ags=ags).population


def events() -> list[str]:
    with inside(CENTRAL):
        return list(Entry.objects.order_by("sequence").values_list("event", flat=True))


def test_the_register_is_renewed(kisi: Any, register: Register, tmp_path: Path) -> None:
    """A rehearsal shows and leaves all as it was; then the same file brings its figures, with a row of the trail."""
    file = official.write(tmp_path / "GV100AD.txt", official.whole_file(register, DAY))
    before = population("06431002")
    rehearsed = kisi("register", "renew", str(file), "--as-of", "2026-03-31", "--dry-run", "--json")
    assert rehearsed.exit_code == 0, rehearsed.output
    assert json.loads(rehearsed.stdout)["unchanged"] == 421
    assert (population("06431002"), "municipalities.register_renewed" in events()) == (before, False)
    done = kisi("register", "renew", str(file), "--as-of", "2026-03-31")
    assert done.exit_code == 0, done.output
    assert "421" in done.stdout
    assert (population("06431002"), events()[-1]) == (12_345, "municipalities.register_renewed")


def test_a_file_of_another_day_is_a_wrong_call(kisi: Any, register: Register, tmp_path: Path) -> None:
    """With both days in the sentence; nothing changes."""
    file = official.write(tmp_path / "GV100AD.txt", official.whole_file(register, DAY))
    error = kisi("register", "renew", str(file), "--as-of", "2026-06-30").exception
    assert isinstance(error, CommandError)
    assert error.code == ExitCode.USAGE
    assert "31.03.2026" in str(error)
    assert "30.06.2026" in str(error)


def names_in(town: MunicipalityRef) -> set[str]:
    with inside(realm_of(town)):
        return set(User.objects.values_list("name", flat=True))


def set_status(town: MunicipalityRef, status: str) -> None:
    with inside(CENTRAL):
        Municipality.objects.filter(pk=town.id).update(status=status)


def test_a_town_is_brought_back_from_its_archive(
    kisi: Any, bensheim: MunicipalityRef, butzbach: MunicipalityRef, tmp_path: Path
) -> None:
    """Only while it is suspended, and only from an archive of its own."""
    with inside(realm_of(bensheim)):
        User.objects.create_user("vor@stadt.example", name="Vorher Da", role="guide")
    archive = write_archive(bensheim, tmp_path / "archiv", now=timezone.now()).file
    with inside(realm_of(bensheim)):
        User.objects.create_user("nach@stadt.example", name="Nachher Da", role="guide")
    order = ("municipality", "restore", bensheim.ags, str(archive), "--yes")
    busy = kisi(*order).exception
    assert isinstance(busy, CommandError)
    assert "municipality suspend" in str(busy)
    set_status(bensheim, "suspended")
    set_status(butzbach, "suspended")
    foreign = kisi("municipality", "restore", butzbach.ags, str(archive), "--yes").exception
    assert isinstance(foreign, CommandError)
    assert "Bensheim" in str(foreign)
    assert "Vorher Da" not in names_in(butzbach)
    assert "Nachher Da" in names_in(bensheim)
    done = kisi(*order)
    assert done.exit_code == 0, done.output
    assert {"Vorher Da"} == names_in(bensheim) & {"Vorher Da", "Nachher Da"}
    assert events()[-1] == "onboarding.restored"


def test_what_is_no_archive_is_refused(kisi: Any, bensheim: MunicipalityRef, tmp_path: Path) -> None:
    """Any other file, and the town keeps what it has."""
    file = tmp_path / "bild.zip"
    file.write_bytes(b"kein Archiv")
    set_status(bensheim, "suspended")
    before = names_in(bensheim)
    error = kisi("municipality", "restore", bensheim.ags, str(file), "--yes").exception
    assert isinstance(error, CommandError)
    assert "beschädigt" in str(error)
    assert names_in(bensheim) == before
