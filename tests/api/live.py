"""The web server as it runs in earnest, for tests that must go over the wire."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTING_SECONDS = 60


@contextmanager
def web_server(environment: dict[str, str], log: Path, *, application: str = "kisi.wsgi:application") -> Iterator[str]:
    """Run granian on a free port; its address. It ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    program = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    program += ["--port", str(port), "--no-ws", "--workers", "1", "--blocking-threads", "8", application]
    with log.open("wb") as output:
        process = subprocess.Popen(
            program,
            env={**os.environ, **environment, "KISI_BASE_URL": f"http://kisi.localhost:{port}"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310 (our own address)
                assert json.load(answer)["status"] == "ok"
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the web server did not start")
