"""Fixtures every test knows: real servers, three municipalities, and a database that is new for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as trying

from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside, realm_of
from tests.dealing import Dealing, longest_first
from tests.servers import Servers, provision

trying.register_profile("kisi", deadline=None)  # nothing here says how long something may take
trying.load_profile("kisi")
ROOM = 3_000_000_000
"""Bytes that the servers of one process may need."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Dealing | None:
    """Several processes: ours for whole files, pytest-xdist's own for every other wish."""
    return Dealing(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In one process of several, the order in which files are given away."""
    if hasattr(config, "workerinput"):
        longest_first(items)


def folder_in_memory() -> Path | None:
    """A file system in memory with room for the servers, or None: each test gets a copy of about 1,500 files."""
    memory = Path("/dev/shm")  # noqa: S108 (a private folder is made below it)
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM * processes:
        return None
    return memory


@pytest.fixture(scope="session")
def servers(django_db_blocker: Any) -> Iterator[Servers]:
    """PostgreSQL and Valkey for this run, and a template database with Bensheim, Butzbach and Oestrich-Winkel."""
    with tempfile.TemporaryDirectory(prefix="kisi-test-", dir=folder_in_memory()) as folder:
        Path(folder).chmod(0o711)
        with django_db_blocker.unblock():
            servers = Servers(Path(folder))
            try:
                servers.start()
                yield servers
            finally:
                servers.stop()


@pytest.fixture
def database(servers: Servers, request: pytest.FixtureRequest) -> Iterator[Servers]:
    """A database of this test's own: what it commits is gone afterwards."""
    servers.fresh_database(stocked="ready" in request.fixturenames)
    yield servers
    servers.forget_connections()


@pytest.fixture
def ready(database: Servers, settings: Any, tmp_path: Path) -> Servers:
    """An installation that can take on municipalities: ``database`` has the register and the shipped templates."""
    settings.KISI_ARCHIVE_ROOT = tmp_path / "archive"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.KISI_JOB_BACKOFF_SECONDS = 0
    return database


@pytest.fixture
def environment(database: Servers) -> dict[str, str]:
    """The environment for a process of the platform that uses this test's database."""
    return {**os.environ, **database.environment()}


@pytest.fixture
def bensheim(database: Servers) -> MunicipalityRef:
    """Bensheim, not entered."""
    return database.municipality("bensheim")


@pytest.fixture
def butzbach(database: Servers) -> MunicipalityRef:
    """Butzbach, not entered."""
    return database.municipality("butzbach")


@pytest.fixture
def oestrich(database: Servers) -> MunicipalityRef:
    """Oestrich-Winkel, not entered."""
    return database.municipality("oestrich-winkel")


@pytest.fixture
def schwalbach(database: Servers) -> MunicipalityRef:
    """Schwalbach, made for this test only (roles belong to the whole server: only such a town can be dropped)."""
    return provision("06436011", "schwalbach-am-taunus", "Schwalbach am Taunus")


@pytest.fixture
def in_bensheim(bensheim: MunicipalityRef) -> Iterator[MunicipalityRef]:
    """Bensheim, entered for the whole test."""
    with inside(realm_of(bensheim)):
        yield bensheim


@pytest.fixture
def central(database: Servers) -> Iterator[None]:
    """The public host's realm, entered for the whole test."""
    with inside(CENTRAL):
        yield


@pytest.fixture
def provisioning(database: Servers) -> Iterator[None]:
    """The provisioning realm, entered for the whole test."""
    with inside(PROVISIONING):
        yield


@pytest.fixture
def client_for(database: Servers) -> Any:
    """``client_for(bensheim)`` or ``client_for(None)`` (public host): a test client that speaks to that host."""
    from django.conf import settings
    from django.test import Client

    def make(municipality: MunicipalityRef | None, **options: Any) -> Client:
        host = f"{municipality.slug}.{settings.KISI_BASE_DOMAIN}" if municipality else settings.KISI_BASE_DOMAIN
        return Client(headers={"host": host}, **options)

    return make
