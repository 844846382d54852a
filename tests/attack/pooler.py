"""PgBouncer in transaction mode between the platform and PostgreSQL, as an operator may run it (T20)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from kisi.ops.servers.accounts import service_account
from tests.servers import Servers

PROGRAM: Final = "pgbouncer"
_CONFIGURATION: Final = """[databases]
* = host={server} port=5432
[pgbouncer]
pool_mode = transaction
unix_socket_dir = {folder}
unix_socket_mode = 0700
listen_port = 6432
auth_type = scram-sha-256
auth_file = {folder}/users
max_client_conn = 400
default_pool_size = {pool_size}
server_lifetime = 5
logfile = {folder}/log
log_connections = 0
log_disconnections = 0
{more}
"""


def reason_to_skip() -> str:
    """Why PgBouncer cannot be used here; empty when it can. As root it is installed from the system's packages."""
    if not shutil.which(PROGRAM) and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "--yes", "--no-install-recommends", PROGRAM]
        subprocess.run(
            command, capture_output=True, timeout=240, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    if shutil.which(PROGRAM):
        return ""
    return (
        "T20 NOT CHECKED: pgbouncer is not installed and could not be installed (needs root and apt-get, or install it)"
    )


def version() -> str:
    """The version of PgBouncer that is used."""
    found = re.search(
        r"[\d.]+", subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    )
    return found.group() if found else "unknown"


@contextmanager
def pooler(database: Servers, *, pool_size: int = 3, more: str = "") -> Iterator[dict[str, str]]:
    """Run PgBouncer before this test's PostgreSQL; the variables that send the platform through it.

    ``more`` are further lines of its configuration.
    Users and their SCRAM secrets come from the server, so PgBouncer holds no password: it proves itself to the
    server with the keys that the client's own login gives it.
    """
    folder = database.folder / "pooler"
    folder.mkdir(mode=0o700, exist_ok=True)
    with database.superuser_connection() as admin:
        users = admin.execute(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin AND rolpassword IS NOT NULL"
        ).fetchall()
    (folder / "users").write_text("".join(f'"{name}" "{secret}"\n' for name, secret in users))
    (folder / "configuration.ini").write_text(
        _CONFIGURATION.format(server=database.postgres.socket_folder, folder=folder, pool_size=pool_size, more=more)
    )
    account = service_account()
    options = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}
    if account is not None:
        for path in (folder, folder / "users", folder / "configuration.ini"):
            account.take(path)
    program = shutil.which(PROGRAM) or PROGRAM
    process = subprocess.Popen(
        [program, "--quiet", str(folder / "configuration.ini")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )
    try:
        _wait_for(folder / ".s.PGSQL.6432", process)
        yield {"KISI_DATABASE_URL": f"postgresql:///kisi_test?host={folder}&port=6432"}
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(socket: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            log = socket.parent / "log"
            raise RuntimeError(f"PgBouncer did not come up:\n{log.read_text(errors='replace') if log.exists() else ''}")
        time.sleep(0.05)


def connect(
    variables: dict[str, str], role: str, password: str, **options: str
) -> psycopg.Connection[tuple[object, ...]]:
    """A plain connection through the pooler."""
    host = variables["KISI_DATABASE_URL"].partition("host=")[2].partition("&")[0]
    return psycopg.connect(
        host=host,
        port=6432,
        dbname="kisi_test",
        user=role,
        password=password,
        autocommit=True,
        prepare_threshold=None,
        **options,
    )
