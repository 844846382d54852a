"""The embedded PostgreSQL: locked, durable, hard to break."""

import os
import signal
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from kisi.ops.servers.embedded import EmbeddedServer
from kisi.ops.servers.errors import ServerError
from kisi.ops.servers.postgres import EmbeddedPostgres
from tests.platform.kisi.ops.conftest import AWKWARD


def value(conninfo: str, query: str) -> object:
    """The first column of the first row; None for a statement without rows."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


@pytest.fixture
def postgres(folder: Path) -> EmbeddedPostgres:
    """A server that is not started; deleted at the end by hand of each test's finally or by its folder."""
    return EmbeddedPostgres(folder / "postgres", durable=False)


def end(server: EmbeddedServer) -> None:
    """Nothing of a test's server stays, wherever its home was."""
    server.delete()
    assert not any(folder.exists() for folder in server.folders() if folder != server.directory)


def test_it_starts_stops_and_keeps_its_data(postgres: EmbeddedPostgres) -> None:
    try:
        conninfo = postgres.start()
        value(conninfo, "CREATE TABLE kept AS SELECT 42 AS answer")
        assert postgres.start() == conninfo
        process = postgres.process
        assert process is not None
        postgres.stop()
        assert not psutil.pid_exists(process.pid)
        postgres.stop()
        assert postgres.process is None
        assert value(postgres.start(), "TABLE kept") == 42
    finally:
        end(postgres)


def test_nobody_gets_in_without_the_password(postgres: EmbeddedPostgres) -> None:
    try:
        conninfo = postgres.start()
        for password in ("", "wrong"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(conninfo, password=password)
        assert value(conninfo, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0
        assert value(conninfo, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolsuper")
    finally:
        end(postgres)


def test_it_listens_on_no_network_address_and_its_folders_are_closed(postgres: EmbeddedPostgres) -> None:
    try:
        postgres.start()
        assert postgres.process is not None
        server = psutil.Process(postgres.process.pid)
        for process in [server, *server.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # a helper process of PostgreSQL's may end at any time
                assert process.net_connections("inet") == []
                assert process.uids().effective != 0
        for path in (postgres.home, postgres.socket_folder, postgres.cluster):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    finally:
        end(postgres)


def test_text_is_unicode_and_the_settings_are_ours(postgres: EmbeddedPostgres) -> None:
    try:
        conninfo = postgres.start()
        assert value(conninfo, "SELECT lower('ÄÖÜ') || upper('ß é')") == "äöüß É"
        assert value(conninfo, "SHOW max_locks_per_transaction") == "1024"
        assert value(conninfo, "SHOW data_checksums") == "on"
        assert value(conninfo, "SHOW fsync") == "off"
        postgres.stop()
        assert value(EmbeddedPostgres(postgres.directory).start(), "SHOW fsync") == "on"
    finally:
        end(postgres)


def test_what_was_committed_survives_kill_9(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / "postgres")
    try:
        for answer in (1, 2):
            value(postgres.start(), f"CREATE TABLE kept_{answer} AS SELECT {answer} AS answer")
            assert postgres.process is not None
            os.kill(postgres.process.pid, signal.SIGKILL)
            another = EmbeddedPostgres(postgres.directory)
            assert value(another.start(), f"TABLE kept_{answer}") == answer
            another.stop()
    finally:
        end(postgres)


def test_stale_lock_files_with_a_strangers_number_do_not_stop_it(postgres: EmbeddedPostgres) -> None:
    """After a crash of the machine the number in them may belong to somebody else of the same account."""
    account = postgres.account
    stranger = subprocess.Popen(["sleep", "300"], user=account.uid if account else None)
    try:
        postgres.start()
        locks = [postgres.cluster / "postmaster.pid", postgres.socket_folder / ".s.PGSQL.5432.lock"]
        contents = [lock.read_text() for lock in locks]
        postgres.stop()
        for lock, content in zip(locks, contents, strict=True):
            lock.write_text(content.replace(content.splitlines()[0], str(stranger.pid), 1))
            postgres.own(lock)
        postgres.start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
        end(postgres)


def test_two_objects_share_one_running_server(postgres: EmbeddedPostgres) -> None:
    try:
        postgres.start()
        another = EmbeddedPostgres(postgres.directory, durable=False)
        assert another.start() == postgres.address()
        assert another.process == postgres.process
        another.stop()
        assert postgres.process is None
    finally:
        end(postgres)


def test_an_awkward_path_and_a_second_server_beside(folder: Path) -> None:
    one = EmbeddedPostgres(folder / AWKWARD / AWKWARD / "postgres", durable=False)
    two = EmbeddedPostgres(folder / AWKWARD / "postgres", durable=False)
    try:
        value(one.start(), "CREATE TABLE mine AS SELECT 1 AS answer")
        assert value(two.start(), "SELECT to_regclass('mine')") is None
        assert len(os.fsencode(one.socket_folder / ".s.PGSQL.5432")) < 100
    finally:
        end(one)
        end(two)


def test_a_half_made_cluster_is_made_anew(postgres: EmbeddedPostgres) -> None:
    try:
        postgres.make_home()
        draft = postgres.home / "cluster.new-dead"
        draft.mkdir()
        (draft / "PG_VERSION").write_text("18")
        postgres.start()
        assert not draft.exists()
    finally:
        end(postgres)


def test_foreign_data_is_refused_in_german(postgres: EmbeddedPostgres) -> None:
    try:
        postgres.start()
        postgres.stop()
        with pytest.raises(ServerError, match="Passwort passt nicht"):
            EmbeddedPostgres(postgres.directory, durable=False, password="another").start()
        (postgres.cluster / "PG_VERSION").write_text("17\n")
        with pytest.raises(ServerError, match="stammen von PostgreSQL 17"):
            postgres.start()
    finally:
        end(postgres)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that its servers cannot enter")
def test_below_a_closed_folder_the_data_goes_elsewhere_and_nothing_is_opened(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    postgres = EmbeddedPostgres(closed / "checkout" / "postgres", durable=False)
    try:
        assert value(postgres.start(), "SELECT 1") == 1
        assert not postgres.home.is_relative_to(closed)
        assert postgres.home == (postgres.directory / "home").readlink()
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert stat.S_IMODE(postgres.home.stat().st_mode) == 0o700
    finally:
        end(postgres)
