"""Requests to an entrant's WSGI application, in process and one after the other: one worker thread."""

import gc
import io
import random
import sys
import time
from functools import cache
from typing import Any, Final

import psutil
from django.core.wsgi import get_wsgi_application

MEGABYTE: Final = 2**20


@cache
def _application() -> Any:
    """Loaded as the platform's web process loads it, for every entrant: what stays is taken out of collections."""
    application = get_wsgi_application()
    gc.collect()
    gc.freeze()
    return application


def _get(path: str, host: str) -> bytes:
    """One request with everything a server does for it; raises ``RuntimeError`` unless the answer is 200."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    statuses = []
    response = _application()(environ, lambda status, _headers: statuses.append(status))
    try:
        body = b"".join(response)
    finally:
        response.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{host}{path}: {statuses[0]}")
    return body


def serve(hosts: list[str], count: int, rows: int, seed: int) -> list[float]:
    """``count`` requests for one row each over random hosts; the seconds each took."""
    chance = random.Random(seed)  # noqa: S311 (the same sequence for every entrant, no secret)
    wanted = [(f"/row/{chance.randint(1, rows)}", chance.choice(hosts)) for _ in range(count)]
    gc.collect()
    clock = time.perf_counter
    durations = []
    for path, host in wanted:
        started = clock()
        _get(path, host)
        durations.append(clock() - started)
    return durations


def visit(hosts: list[str]) -> float:
    """A request to every host that asks every table; this process's own memory afterwards, in megabytes."""
    for host in hosts:
        _get("/everything", host)
    gc.collect()
    return psutil.Process().memory_full_info().uss / MEGABYTE


ACTIONS: Final = {"serve": serve, "visit": visit}
