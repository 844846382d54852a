"""The data directory holds everything an installation writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kisi.ops.data_directory import ROOT, DataDirectory


def path_variables() -> list[str]:
    """Names of all settings that say where files go (the change log is read only)."""
    source = (ROOT / "platform/kisi/settings/base.py").read_text(encoding="utf-8")
    return [name for name in re.findall(r'env\.path\("(KISI_\w+)"', source) if name != "KISI_CHANGELOG"]


@pytest.mark.parametrize("name", path_variables())
def test_every_folder_of_the_settings_lies_inside(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a default relative to the working directory once put archives where the next start cleans up."""
    monkeypatch.delenv(name, raising=False)
    data = DataDirectory(tmp_path / "daten")
    data.make()
    folder = Path(data.environment()[name])
    assert folder.is_relative_to(tmp_path / "daten")
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_directory_with_made_up_data_says_so_to_every_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also to those of a later start without the demo: the data are the same."""
    monkeypatch.delenv("KISI_INVENTED_DATA", raising=False)
    data = DataDirectory(tmp_path / "daten")
    data.make()
    assert "KISI_INVENTED_DATA" not in data.environment()
    data.note(mode="demo", invented_data=True)
    data.note(mode="up")
    assert data.environment()["KISI_INVENTED_DATA"] == "1"


def test_there_are_such_settings() -> None:
    """Otherwise the test above would pass without looking at anything."""
    assert {"KISI_MEDIA_ROOT", "KISI_ARCHIVE_ROOT", "KISI_STATIC_ROOT"} <= set(path_variables())
