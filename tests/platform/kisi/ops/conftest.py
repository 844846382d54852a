"""Platforms that end with their test, in a place with an awkward name."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.kisi.ops.platform_process import RunningPlatform, free_port

AWKWARD = "ein Verzeichnis; mit #Zeichen %d 'ä\" " + "und langem Namen " * 6
"""Spaces, signs with a meaning for supervisord's configuration, quotes, an umlaut, over 100 characters."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that a server under another account can enter (pytest's own are closed)."""
    with tempfile.TemporaryDirectory(prefix="kisi-ops-", dir="/tmp") as name:
        path = Path(name)
        path.chmod(0o711)
        yield path


@pytest.fixture(scope="module")
def awkward_platform() -> Iterator[RunningPlatform]:
    """A platform in an awkward place, not started; the tests of a module share its data."""
    parent = Path(tempfile.mkdtemp(prefix="kisi-ops-", dir="/tmp"))
    parent.chmod(0o711)
    platform = RunningPlatform(parent / AWKWARD, free_port())
    yield platform
    platform.clean_up()
    shutil.rmtree(parent)


@pytest.fixture
def platform(awkward_platform: RunningPlatform) -> RunningPlatform:
    """The shared platform, stopped."""
    awkward_platform.clean_up()
    return awkward_platform


@pytest.fixture
def running(awkward_platform: RunningPlatform) -> RunningPlatform:
    """The shared platform, running; the test may leave it so for the next one (a start takes seconds)."""
    if awkward_platform.readyz() != 200:
        awkward_platform.clean_up()
        awkward_platform.start()
    return awkward_platform
