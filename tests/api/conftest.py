"""A program that may do everything in an installation that can take on municipalities."""

from __future__ import annotations

import pytest

from tests.api.caller import Caller, new_caller
from tests.servers import Servers


@pytest.fixture
def api(ready: Servers) -> Caller:
    """A program with every scope."""
    return new_caller()
