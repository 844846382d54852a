"""The embedded Valkey: on loopback, with a password, without its dangerous commands."""

import os
import signal
import socket
import time
from pathlib import Path

import psutil
import pytest
import redis

from kisi.ops.servers.valkey import EmbeddedValkey
from tests.platform.kisi.ops.conftest import AWKWARD


def test_it_keeps_its_data_over_a_restart_and_a_kill(folder: Path) -> None:
    valkey = EmbeddedValkey(folder / AWKWARD / "valkey")
    try:
        redis.Redis.from_url(valkey.start()).set("kept", "1")
        url = valkey.address()
        valkey.stop()
        assert valkey.start() == url
        client = redis.Redis.from_url(url)
        assert client.get("kept") == b"1"
        client.set("kept", "2")
        time.sleep(1.2)  # it writes through once a second
        assert valkey.process is not None
        os.kill(valkey.process.pid, signal.SIGKILL)
        assert redis.Redis.from_url(valkey.start()).get("kept") == b"2"
    finally:
        valkey.delete()


def test_only_on_loopback_and_only_with_the_password(folder: Path) -> None:
    valkey = EmbeddedValkey(folder / "valkey", durable=False)
    try:
        valkey.start()
        assert valkey.process is not None
        server = psutil.Process(valkey.process.pid)
        assert {c.laddr.ip for c in server.net_connections("inet")} == {"127.0.0.1"}
        assert server.uids().effective != 0
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=valkey.port).ping()
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=valkey.port, password="wrong").ping()
        assert valkey.password not in (valkey.home / "valkey.conf").read_text()
        assert valkey.password not in " ".join(server.cmdline())
    finally:
        valkey.delete()


@pytest.mark.parametrize(
    "command",
    ["CONFIG GET dir", "DEBUG SLEEP 0", "MODULE LIST", "SHUTDOWN NOSAVE", "FLUSHALL", "ACL LIST", "KEYS *", "MONITOR"],
)
def test_dangerous_commands_are_refused(running_valkey: EmbeddedValkey, command: str) -> None:
    client = redis.Redis.from_url(running_valkey.address())
    with pytest.raises(redis.ResponseError, match=r"no permission|not allowed"):
        client.execute_command(*command.split())  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def running_valkey(tmp_path_factory: pytest.TempPathFactory) -> object:
    """One server for the tests that only ask."""
    valkey = EmbeddedValkey(tmp_path_factory.mktemp("valkey") / "valkey", durable=False)
    valkey.start()
    yield valkey
    valkey.delete()


def test_celerys_and_the_caches_commands_work(running_valkey: EmbeddedValkey) -> None:
    client = redis.Redis.from_url(running_valkey.address())
    client.lpush("queue", "task")
    assert client.brpop(["queue"], timeout=1) == (b"queue", b"task")
    assert client.publish("channel", "x") == 0
    assert client.eval("return 1", 0) == 1
    client.zadd("unacked_index", {"a": 1})
    assert client.info("server")["valkey_version"]
    assert client.flushdb()


def test_a_taken_port_is_left_to_its_holder(folder: Path) -> None:
    valkey = EmbeddedValkey(folder / "valkey", durable=False)
    try:
        valkey.start()
        valkey.stop()
        port = valkey.port
        with socket.socket() as stranger:
            stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            stranger.bind(("127.0.0.1", port))
            stranger.listen()
            valkey.start()
            assert valkey.port != port
    finally:
        valkey.delete()
