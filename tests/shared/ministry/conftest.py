"""People of the ministry and a release for them to look at."""

from __future__ import annotations

from typing import Any

import pytest

from kisi.core.roles import Role
from shared.metrics.models import Release
from tests.accounts import person, sign_in
from tests.servers import Servers
from tests.shared.ministry.frozen import freeze, three_towns


@pytest.fixture
def analyst(client_for: Any) -> Any:
    """Somebody of the ministry."""
    return sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)


@pytest.fixture
def reporter(client_for: Any) -> Any:
    """Somebody who reports to the Commission."""
    return sign_in(client_for(None), person(None, Role.AMIF_REPORTER), None)


@pytest.fixture
def release(database: Servers) -> Release:
    """A release of three towns for the first half of 2026."""
    return freeze("2026-H1", three_towns())
