"""The real front server (granian) with the probe behind it, and a socket that says exactly what it is told."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer as it came over the wire; status 0 means that the server closed without answering."""

    status: int
    head: bytes
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as JSON, or nothing where it is none."""
        try:
            found: dict[str, Any] = json.loads(self.body)
        except ValueError:
            return {}
        return found


def free_port() -> int:
    """A port that is free on loopback now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def front_server(environment: dict[str, str], log: Path, *, threads: int = 8) -> Iterator[int]:
    """Run granian as the platform does (``kisi.ops.workforce``) with the probe's application; its port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ws",
        "--http",
        "1",
        "--workers",
        "1",
        "--blocking-threads",
        str(threads),
        "tests.attack.probe.wsgi:application",
    ]
    variables = {**environment, "DJANGO_SETTINGS_MODULE": "tests.attack.probe.settings"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)
    try:
        _wait_until_it_answers(port, process, log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if speak(port, b"GET /healthz HTTP/1.1\r\nHost: kisi.localhost\r\nConnection: close\r\n\r\n").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the front server did not come up:\n{log.read_text(errors='replace')[-3000:]}")


def speak(port: int, message: bytes, *, patience: float = 5.0) -> Answer:
    """Send these bytes and read one answer."""
    return converse(port, message, answers=1, patience=patience)[0]


def converse(port: int, message: bytes, *, answers: int, patience: float = 5.0) -> list[Answer]:
    """Send these bytes over one connection and read so many answers; missing ones have status 0."""
    received: list[Answer] = []
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(message)
        stream = connection.makefile("rb")
        for _ in range(answers):
            try:
                received.append(_read_one(stream))
            except (TimeoutError, ConnectionError):
                received.append(Answer(0, b"", b""))
    return received


def _read_one(stream: Any) -> Answer:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return Answer(0, head, b"")
        head += line
    status = int(head.split(b" ", 2)[1])
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
        if name
    }
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        return Answer(status, head, _read_chunks(stream))
    length = headers.get(b"content-length")
    return Answer(status, head, stream.read(int(length)) if length is not None else stream.read())


def _read_chunks(stream: Any) -> bytes:
    body = b""
    while size := int(stream.readline() or b"0", 16):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body
