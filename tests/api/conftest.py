"""An installation that can take on municipalities, and a program that may do everything there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kisi.core.realms import CENTRAL, inside
from shared.library import shipped
from shared.municipalities.register.loading import load_register
from tests.api.caller import Caller, new_caller
from tests.servers import Servers


@pytest.fixture
def ready(database: Servers, settings: Any, tmp_path: Path) -> Servers:
    """Register and library as every installation has them from its first start on."""
    settings.KISI_ARCHIVE_ROOT = tmp_path / "archive"
    settings.KISI_JOB_BACKOFF_SECONDS = 0
    with inside(CENTRAL):
        load_register()
    shipped.load()
    return database


@pytest.fixture
def api(ready: Servers) -> Caller:
    """A program with every scope."""
    return new_caller()
