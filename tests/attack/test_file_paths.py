"""T09: no name a town can write leads to another town's file, or out of its folder at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from kisi.core.realms import MunicipalityRef, NoRealm, inside, realm_of
from kisi.tenancy.storage import RealmStorage
from tests.attack.canaries import Canaries, Leak
from tests.servers import Servers

pytestmark = pytest.mark.attack


def names_of_foreign_files(target: str, word: str) -> Iterator[str]:
    """Ways to name ``<target>/letters/<word>.txt`` from elsewhere. ``target`` is the other town's schema."""
    tail = f"letters/{word}.txt"
    yield from (
        f"../{target}/{tail}",
        f"letters/../../{target}/{tail}",
        f"./../{target}/{tail}",
        f"..//{target}/{tail}",
        f"letters/../../../media/{target}/{tail}",
        f"{settings.MEDIA_ROOT}/{target}/{tail}",
        f"/{target}/{tail}",
        f"//{settings.MEDIA_ROOT}/{target}/{tail}",
        f"..\\{target}\\letters\\{word}.txt",
        f"%2e%2e/{target}/{tail}",
        f"..%2f{target}%2f{tail}",
        f"%2e%2e%2f{target}/{tail}",
        f"..%252f{target}/{tail}",
        f"..%c0%af{target}/{tail}",
        f".../{target}/{tail}",
        f"....//{target}/{tail}",
        f"..;/{target}/{tail}",
        f"../{target}/./letters//{word}.txt",
        f"letters/{word}.txt/../../../{target}/{tail}",
        f"~/{target}/{tail}",
        f"file://{settings.MEDIA_ROOT}/{target}/{tail}",
        f"{target}/{tail}",
        f"../{target.upper()}/{tail}",
        f"../{target}/{tail}\x00.png",
        f"\x00../{target}/{tail}",
        f"．．/{target}/{tail}",
        f"..\u2215{target}\u2215{tail}",
        f"../{target}/{tail}/",
        "letters/..",
        "..",
        "../..",
        ".",
        f"link-to-folder/{tail}",
        "link-to-file",
        "link-relative",
        f"link-to-root/{target}/{tail}",
        f"link-chain/{tail}",
        "letters/link-inside",
        "/etc/hostname",
        "../../../../../../etc/hostname",
        "",
        "x" * 5000,
        "a/" * 2000 + "b",
    )


def everything_read(names: Iterator[str]) -> str:
    """What all reading and listing under these names gives, errors included."""
    seen: list[str] = []
    for name in names:
        for operation in (_read, _list, _facts):
            try:
                seen.append(operation(name))
            except (SuspiciousFileOperation, OSError, ValueError) as error:
                # An error may repeat the name that was asked for, nothing else.
                seen.append(f"{type(error).__name__}")
    return "\n".join(seen)


def _read(name: str) -> str:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content.decode(errors="replace")


def _list(name: str) -> str:
    return repr(default_storage.listdir(name))


def _facts(name: str) -> str:
    return (
        f"{default_storage.size(name)} {default_storage.get_modified_time(name)}"
        if default_storage.exists(name)
        else ""
    )


def links_out_of(here: MunicipalityRef, there: MunicipalityRef, word: str) -> None:
    """Symbolic links as an unpacked archive may have left them in the town's own folder."""
    root, home = Path(settings.MEDIA_ROOT), Path(settings.MEDIA_ROOT) / here.schema
    for name, target in {
        "link-to-folder": root / there.schema,
        "link-to-file": root / there.schema / "letters" / f"{word}.txt",
        "link-relative": Path("..") / there.schema / "letters" / f"{word}.txt",
        "link-to-root": root,
        "link-chain": home / "link-to-folder",
        "letters/link-inside": Path("..") / ".." / there.schema / "letters" / f"{word}.txt",
    }.items():
        link = home / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target)


def crossing(canaries: Canaries, here: MunicipalityRef, there: MunicipalityRef) -> list[Leak]:
    """What one town reads of the other's files by all those names."""
    links_out_of(here, there, canaries.word(there))
    names = names_of_foreign_files(there.schema, canaries.word(there))
    with inside(realm_of(here)):
        return canaries.foreign_in(everything_read(names), home=here.schema, place="file storage")


def test_no_name_reads_a_foreign_file(canaries: Canaries, towns: list[MunicipalityRef]) -> None:
    """Over forty names, all ordered pairs; opening, listing, size, time, existence."""
    assert [
        leak for here in towns for there in towns if here != there for leak in crossing(canaries, here, there)
    ] == []


def test_no_name_writes_or_deletes_outside(
    canaries: Canaries, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """What is saved or deleted lies in one's own folder, whatever the name says."""
    assert changed_outside(canaries, bensheim, butzbach) == {}


def changed_outside(canaries: Canaries, here: MunicipalityRef, there: MunicipalityRef) -> dict[str, bytes]:
    """Files outside ``here``'s folder that are new, changed or gone after saving and deleting under all names."""
    links_out_of(here, there, canaries.word(there))
    root = Path(settings.MEDIA_ROOT)
    before = _files_outside(root, here.schema)
    with inside(realm_of(here)):
        for name in names_of_foreign_files(there.schema, canaries.word(there)):
            for attempt in (_save, default_storage.delete):
                try:
                    attempt(name)
                except (SuspiciousFileOperation, OSError, ValueError, RecursionError):
                    continue
    after = _files_outside(root, here.schema)
    return {path: after.get(path, b"") for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _save(name: str) -> None:
    default_storage.save(name, ContentFile(b"intruder"))


def _files_outside(root: Path, schema: str) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink() and path.relative_to(root).parts[0] != schema
    }


@pytest.mark.parametrize("name", ["a\x00b", "../x", "/etc/hostname", "x" * 5000, "a/" * 1500 + "b"])
def test_a_bad_name_is_a_clear_refusal(in_bensheim: MunicipalityRef, name: str) -> None:
    """Django answers ``SuspiciousFileOperation`` with 400; anything else would be a 500."""
    with pytest.raises(SuspiciousFileOperation):
        default_storage.open(name)


def test_outside_a_realm_there_are_no_files(database: Servers) -> None:
    """Nothing is read or saved in a folder of nobody's."""
    with pytest.raises(NoRealm):
        default_storage.save("x.txt", ContentFile(b"x"))
    with pytest.raises(NoRealm):
        default_storage.exists("x.txt")


def test_files_have_no_address(in_bensheim: MunicipalityRef) -> None:
    """A file is served by a view that asks for permission, or not at all."""
    with pytest.raises(ValueError, match="öffentliche Adresse"):
        default_storage.url("x.txt")


def test_folders_of_files_are_closed_to_other_users(in_bensheim: MunicipalityRef) -> None:
    """Other accounts of the machine read neither files nor their names."""
    name = default_storage.save("new-folder/private.txt", ContentFile(b"x"))
    file = Path(default_storage.path(name))
    assert file.stat().st_mode & 0o007 == 0
    assert file.parent.stat().st_mode & 0o007 == 0
    file.unlink()


# -- planted leak ---------------------------------------------------------------------------------


def test_a_planted_storage_that_only_joins_names_is_found(
    canaries: Canaries, towns: list[MunicipalityRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A storage that puts folder and name together and trusts them."""

    def joined(self: RealmStorage, name: str) -> str:
        return name if name.startswith("/") else f"{self.location}/{name}"

    monkeypatch.setattr(RealmStorage, "path", joined)
    assert len(crossing(canaries, towns[0], towns[1])) == 1
    assert changed_outside(canaries, towns[0], towns[1]) != {}


def test_a_planted_storage_that_ignores_links_is_found(
    canaries: Canaries, towns: list[MunicipalityRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stock ``FileSystemStorage`` looks at the name only; a link in the folder leads out."""
    monkeypatch.setattr(RealmStorage, "path", FileSystemStorage.path)
    assert len(crossing(canaries, towns[0], towns[1])) == 1
