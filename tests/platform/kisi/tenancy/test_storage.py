"""Files lie in the realm's folder. Ways out of it are tried in ``tests/attack/test_file_paths.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kisi.core.realms import CENTRAL, MunicipalityRef, NoRealm, inside, realm_of


def test_one_name_is_a_file_of_each_town(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """The same name in two towns: two files, two contents."""
    for town in (bensheim, butzbach):
        with inside(realm_of(town)):
            assert default_storage.save("same.txt", ContentFile(town.name.encode())) == "same.txt"
    for town in (bensheim, butzbach):
        with inside(realm_of(town)):
            with default_storage.open("same.txt") as file:
                assert file.read() == town.name.encode()
            default_storage.delete("same.txt")
            assert not default_storage.exists("same.txt")


def test_the_folder_follows_the_realm_and_the_setting(bensheim: MunicipalityRef, tmp_path: Path, settings: Any) -> None:
    """Nothing is kept of the last request's folder."""
    settings.MEDIA_ROOT = str(tmp_path)
    for realm, folder in ((realm_of(bensheim), bensheim.schema), (CENTRAL, "central")):
        with inside(realm):
            assert default_storage.location == str(tmp_path / folder)
    with pytest.raises(NoRealm):
        _ = default_storage.location


def test_a_second_file_of_the_same_name_gets_another(in_bensheim: MunicipalityRef) -> None:
    """Nothing is overwritten."""
    names = {default_storage.save("twice.txt", ContentFile(b"x")) for _ in range(2)}
    assert len(names) == 2
    for name in names:
        default_storage.delete(name)


def test_a_link_inside_the_folder_is_fine(in_bensheim: MunicipalityRef) -> None:
    """Only links that lead out are refused."""
    name = default_storage.save("real.txt", ContentFile(b"content"))
    link = Path(default_storage.path("link.txt"))
    link.symlink_to(default_storage.path(name))
    with default_storage.open("link.txt") as file:
        assert file.read() == b"content"
    link.unlink()
    link.symlink_to("/etc/hostname")
    with pytest.raises(SuspiciousFileOperation, match="hinaus"):
        default_storage.open("link.txt")
    link.unlink()
    default_storage.delete(name)
