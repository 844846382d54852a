"""An archive is complete, says so itself, and any damage to it is found."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kisi.accounts.models import User
from kisi.audit.actions import record
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.tenancy.database import owner_cursor
from shared.onboarding.archive import (
    ArchiveDamaged,
    ArchiveDoesNotFit,
    WrittenArchive,
    restore_archive,
    verify_archive,
    write_archive,
)
from shared.onboarding.archive.reading import RowCounter
from tests.servers import Servers
from tests.shared.onboarding.fingerprints import last_numbers_of, rows_of
from tests.shared.onboarding.lives import AWKWARD, live_in


@pytest.fixture
def archived(ready: Servers, bensheim: MunicipalityRef, tmp_path: Path) -> WrittenArchive:
    """Bensheim with a life of its own, archived."""
    live_in(bensheim, canary="kranich")
    return write_archive(bensheim, tmp_path / "bensheim", now=timezone.now())


def test_an_archive_restores_a_municipality_completely(
    archived: WrittenArchive, bensheim: MunicipalityRef, schwalbach: MunicipalityRef
) -> None:
    """Loaded into a freshly made one, every row, number and file is the same; only sessions are left out."""
    live_in(schwalbach, canary="habicht")
    original, numbers = rows_of(bensheim.schema), last_numbers_of(bensheim.schema)
    restore_archive(archived.file, into=schwalbach)
    restored = rows_of(schwalbach.schema)
    assert original.pop("django_session") != []
    assert restored.pop("django_session") == []
    original.pop("django_migrations")
    restored.pop("django_migrations")
    assert restored == original
    assert sum(map(len, original.values())) >= len(AWKWARD) + 5
    assert last_numbers_of(schwalbach.schema) == numbers
    with inside(realm_of(schwalbach)):
        assert default_storage.open("anlagen/kranich.txt").read() == b"kranich"
        assert default_storage.open("anlagen/unterordner/ä ö.bin").read() == bytes(range(256)) * 5000
        assert not default_storage.exists("anlagen/habicht.txt")


def test_a_restored_municipality_lives_on(archived: WrittenArchive, schwalbach: MunicipalityRef) -> None:
    """New rows get new numbers, and the audit trail goes on where it was."""
    restore_archive(archived.file, into=schwalbach)
    with inside(realm_of(schwalbach)), transaction.atomic():
        newest = max(User.objects.values_list("pk", flat=True))
        assert User.objects.create_user("neu@stadt.example", name="Neu", role="guide").pk == newest + 1
        record("tests.went_on", by=SYSTEM)


def test_the_comparison_of_the_restore_finds_a_lost_row(
    archived: WrittenArchive, bensheim: MunicipalityRef, schwalbach: MunicipalityRef
) -> None:
    """Planted: one row less, and the comparison above is not equal."""
    restore_archive(archived.file, into=schwalbach)
    with owner_cursor() as cursor:
        cursor.execute(f"DELETE FROM {schwalbach.schema}.adoptions_adoption WHERE template_key = 'kranich-3'")
    assert rows_of(schwalbach.schema)["adoptions_adoption"] != rows_of(bensheim.schema)["adoptions_adoption"]


def test_what_an_archive_says_about_itself(archived: WrittenArchive, bensheim: MunicipalityRef) -> None:
    """Readable for people and programs, for the owner of the file only."""
    with zipfile.ZipFile(archived.file) as package:
        names = package.namelist()
        readme = package.read("LIESMICH.md").decode()
        structure = json.loads(package.read("struktur.json"))
        adoptions = package.read("tabellen/adoptions_adoption.csv").decode()
    assert [name for name in names if name.startswith("dateien/")] == [
        "dateien/anlagen/kranich.txt",
        "dateien/anlagen/unterordner/ä ö.bin",
    ]
    assert "Archiv: Bensheim" in readme
    assert "personenbezogene Daten" in readme
    assert any(statement.startswith('CREATE TABLE {schema}."adoptions_adoption"') for statement in structure)
    assert bensheim.schema not in "".join(structure)
    assert adoptions.splitlines()[0] == "id,template_key,version,kind,title,content,adopted_at,adopted_by"
    described = {table.name: table for table in archived.description.tables}
    assert described["adoptions_adoption"].rows == len(AWKWARD)
    assert described["adoptions_adoption"].label == "übernommene Vorlagen"
    assert described["django_session"].left_out
    assert stat.S_IMODE(archived.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(archived.file.parent.stat().st_mode) == 0o700


def test_writing_again_replaces_what_an_attempt_left(archived: WrittenArchive, bensheim: MunicipalityRef) -> None:
    """As after a kill in the middle of writing."""
    archived.file.with_suffix(".zip.part").write_bytes(b"half")
    again = write_archive(bensheim, archived.file.parent, now=timezone.now())
    assert again.file == archived.file
    assert sorted(path.suffix for path in archived.file.parent.iterdir()) == [".md", ".sha256", ".zip"]


def changed(archive: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    """A copy of an archive with parts changed or left out."""
    copy = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(*part)
    return copy


def test_every_kind_of_damage_is_found(archived: WrittenArchive) -> None:
    """A changed value, a missing table, a missing file, one too many, a cut file, wrong numbers of rows."""
    table, sums = "tabellen/adoptions_adoption.csv", "SHA256SUMS"
    damages: dict[str, Callable[[str, bytes], tuple[str, bytes] | None]] = {
        "andere Prüfsumme": lambda name, data: (name, data.replace(b"kranich", b"kranicH") if name == table else data),
        "fehlen oder sind zu viel: tabellen": lambda name, data: None if name == table else (name, data),
        "fehlen oder sind zu viel: dateien": lambda name, data: None if name.endswith("kranich.txt") else (name, data),
        "fehlen oder sind zu viel: LIESMICH.md, fremd": lambda name, data: (name.replace("LIESMICH.md", "fremd"), data),
        "beschädigt": lambda name, data: None if name == sums else (name, data),
    }
    for message, damage in damages.items():
        with pytest.raises(ArchiveDamaged, match=message):
            verify_archive(changed(archived.file, damage))
    cut = archived.file.with_name("cut.zip")
    cut.write_bytes(archived.file.read_bytes()[:-100])
    with pytest.raises(ArchiveDamaged, match="beschädigt"):
        verify_archive(cut)
    verify_archive(changed(archived.file, lambda name, data: (name, data)))


class _LosesCount:
    rows = 1

    def see(self, block: bytes) -> None:
        """Look away."""


def test_a_wrong_number_of_rows_is_found_even_with_right_checksums(
    archived: WrittenArchive, monkeypatch: pytest.MonkeyPatch, bensheim: MunicipalityRef
) -> None:
    """Planted: a writer that loses count does not get past its own check."""
    monkeypatch.setattr("shared.onboarding.archive.writing.RowCounter", _LosesCount)
    with pytest.raises(ArchiveDamaged, match="Zeilen statt 1"):
        write_archive(bensheim, archived.file.parent / "planted", now=timezone.now())


def test_an_archive_of_another_version_is_not_loaded(archived: WrittenArchive, schwalbach: MunicipalityRef) -> None:
    """The message names the version to use."""
    with owner_cursor() as cursor:
        cursor.execute(f"DELETE FROM {schwalbach.schema}.django_migrations WHERE app = 'workspace'")
    with pytest.raises(ArchiveDoesNotFit, match="Version"):
        restore_archive(archived.file, into=schwalbach)


def test_a_link_out_of_the_folder_is_not_archived(
    ready: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, tmp_path: Path
) -> None:
    """It could lead to another municipality's files."""
    live_in(butzbach, canary="kiebitz")
    live_in(bensheim, canary="kranich")
    with inside(realm_of(butzbach)):
        foreign = Path(default_storage.path("anlagen/kiebitz.txt"))
    with inside(realm_of(bensheim)):
        Path(default_storage.path("anlagen/kranich.txt")).with_name("link.txt").symlink_to(foreign)
    written = write_archive(bensheim, tmp_path / "bensheim", now=timezone.now())
    assert written.description.files == 2
    assert b"kiebitz" not in b"".join(
        zipfile.ZipFile(written.file).read(name) for name in zipfile.ZipFile(written.file).namelist()
    )


def test_rows_are_counted_whatever_they_hold() -> None:
    """In blocks of any size."""
    text = b'a,b\n1,"x\ny"\n2,"say ""hi""\n"\n3,\n'
    for size in range(1, len(text)):
        counter = RowCounter()
        for start in range(0, len(text), size):
            counter.see(text[start : start + size])
        assert counter.rows == 3
