"""The register and the shipped templates, as every installation has them from its first start on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kisi.core.realms import CENTRAL, inside
from shared.library import shipped
from shared.municipalities.register.loading import load_register
from tests.servers import Servers


@pytest.fixture
def ready(database: Servers, settings: Any, tmp_path: Path) -> Servers:
    """An installation that can take on municipalities."""
    settings.KISI_ARCHIVE_ROOT = tmp_path / "archive"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.KISI_JOB_BACKOFF_SECONDS = 0
    with inside(CENTRAL):
        load_register()
    shipped.load()
    return database
