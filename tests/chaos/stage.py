"""A platform of its own to be killed: durable servers, the real web server, a real worker, and a way to kill each."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings

from kisi.ops.servers.embedded import EmbeddedServer
from kisi.ops.workforce import web_server
from tests.conftest import folder_in_memory
from tests.servers import Servers
from tests.workers import ROOT, worker

PATIENCE = 60.0
BASE_DOMAIN = "kisi.localhost"


@dataclass
class Stage:
    """What runs, and how it is killed. The servers' ``start`` belongs to the main thread."""

    servers: Servers
    port: int
    web: psutil.Process
    log: Path
    worker: int | None = None
    """The number of the worker's first process."""

    def kill_postgres(self, how: signal.Signals) -> None:
        """SIGKILL for the postmaster alone, or SIGQUIT: what ``pg_ctl stop -m immediate`` sends."""
        kill_server(self.servers.postgres, how)

    def kill_broker(self) -> None:
        """SIGKILL for Valkey."""
        kill_server(self.servers.valkey, signal.SIGKILL)

    def kill_web(self) -> None:
        """SIGKILL for every process that answers requests; the web server starts new ones by itself."""
        for child in self.web.children():
            child.kill()

    def kill_worker(self) -> None:
        """SIGKILL for the processes that do the worker's tasks; its first process makes new ones."""
        assert self.worker is not None
        for child in psutil.Process(self.worker).children():
            child.kill()

    def start_again(self) -> None:
        """Start the servers that were killed."""
        self.servers.postgres.start()
        self.servers.valkey.start()


def kill_server(server: EmbeddedServer, how: signal.Signals) -> None:
    """Send a signal to the server's first process and wait for its end."""
    process = server.process
    assert process is not None, f"{server.name} does not run"
    os.kill(process.pid, how)
    wait_for(lambda: server.process is None, what=f"the end of {server.name}")


def wait_for(condition: Callable[[], bool], *, what: str, seconds: float = PATIENCE) -> float:
    """Wait until the condition holds; the seconds it took. Raises ``AssertionError``."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"waited {seconds} seconds for {what}"
        time.sleep(0.02)
    return time.monotonic() - started


@contextmanager
def own_servers(usual: Servers, *, durable: bool = True) -> Iterator[Servers]:
    """Servers of this test alone, Django pointed at them; afterwards at the usual ones again."""
    media = settings.MEDIA_ROOT
    with tempfile.TemporaryDirectory(prefix="kisi-chaos-", dir=folder_in_memory()) as folder:
        Path(folder).chmod(0o711)
        usual.forget_connections()
        servers = Servers(Path(folder), durable=durable)
        try:
            servers.start()
            servers.fresh_database()
            yield servers
        finally:
            servers.stop()
            settings.MEDIA_ROOT = media
            usual.fresh_database()


@contextmanager
def on_stage(
    servers: Servers, log: Path, *, more: dict[str, str] | None = None, worker: int | None = None
) -> Iterator[Stage]:
    """The web server as ``kisi up`` starts it, over these servers; ``more`` are environment variables."""
    environment = {**os.environ, **servers.environment(), "KISI_BASE_URL": f"http://{BASE_DOMAIN}", **(more or {})}
    # The web process does not know who may create municipalities.
    environment.pop("KISI_PROVISIONER_PASSWORD", None)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", *web_server(port)], cwd=ROOT, env=environment, stdout=said, stderr=said
        )
    try:
        wait_for(lambda: _listens(port, process, log), what="the web server")
        yield Stage(servers, port, psutil.Process(process.pid), log, worker)
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait(PATIENCE)


def _listens(port: int, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text(errors="replace")[-3000:]
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def working(servers: Servers, log: Path, *, more: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the default queue over these servers."""
    environment = {**os.environ, **servers.environment(), "KISI_BASE_URL": f"http://{BASE_DOMAIN}", **(more or {})}
    with worker(environment, log, pool="prefork", concurrency=1) as process:
        yield process
