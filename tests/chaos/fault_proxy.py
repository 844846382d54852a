"""A bad network between a process and a server: a proxy that delays, cuts, falls silent or lets through drops."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

DROP_SECONDS: Final = 0.25
"""Between two bytes of a trickle."""
_CHUNK: Final = 65_536
_LINGER_NOT: Final = struct.pack("ii", 1, 0)

Open = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Fault(StrEnum):
    """What the network does to what passes."""

    NONE = "none"
    DELAY = "delay"
    """Every packet comes later."""
    CUT = "cut"
    """Open connections are reset, new ones end at once."""
    SILENT = "silent"
    """Half-open: connections stand and are accepted, and nothing passes any more."""
    TRICKLE = "trickle"
    """One byte from time to time, from the server."""


class FaultProxy:
    """Listens on loopback and passes on to a server, as well as its ``fault`` lets it."""

    def __init__(self, open_server: Open) -> None:
        self.port = 0
        self.delay = 0.2
        self.connections = 0
        self._open_server = open_server
        self._fault = Fault.NONE
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._sound = asyncio.Event()

    def set(self, fault: Fault) -> None:
        """From now on, for open connections too."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._change, fault, done)
        assert done.wait(10)

    def _change(self, fault: Fault, done: threading.Event) -> None:
        self._fault = fault
        (self._sound.clear if fault is Fault.SILENT else self._sound.set)()
        if fault is Fault.CUT:
            for writer in list(self._writers):
                _reset(writer)
        done.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._fault is Fault.CUT:
            _reset(writer)
            return
        try:
            far_reader, far_writer = await self._open_server()
        except OSError:
            _reset(writer)
            return
        self._writers |= {writer, far_writer}
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer, answers=True))
        finally:
            self._writers -= {writer, far_writer}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False) -> None:
        with suppress(OSError):
            while block := await reader.read(_CHUNK):
                await self._sound.wait()
                if self._fault is Fault.DELAY:
                    await asyncio.sleep(self.delay)
                if self._fault is Fault.TRICKLE and answers:
                    block = await self._trickle(block, writer)
                writer.write(block)
                await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.close()

    async def _trickle(self, block: bytes, writer: asyncio.StreamWriter) -> bytes:
        """Drop by drop while it lasts; what is left of the block."""
        while block and self._fault is Fault.TRICKLE:
            writer.write(block[:1])
            await writer.drain()
            block = block[1:]
            await asyncio.sleep(DROP_SECONDS)
        return block

    async def _listen(self, ready: threading.Event) -> None:
        self._sound.set()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    def run(self, ready: threading.Event) -> None:
        """Serve until the loop is stopped (in a thread of its own)."""
        asyncio.set_event_loop(self._loop)
        listening = self._loop.create_task(self._listen(ready))
        self._loop.run_forever()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        assert listening.done()
        self._loop.close()

    def stop(self) -> None:
        """End every connection and the loop."""
        self._loop.call_soon_threadsafe(self._loop.stop)


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection as a broken network does: RST, no goodbye."""
    found = writer.get_extra_info("socket")
    if found is not None and found.family == socket.AF_INET:
        with suppress(OSError):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    writer.transport.abort()


@contextmanager
def proxy_to(target: Path | int) -> Iterator[FaultProxy]:
    """A proxy before a Unix socket (its path) or a port on loopback."""

    async def open_server() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(target, int):
            return await asyncio.open_connection("127.0.0.1", target)
        return await asyncio.open_unix_connection(str(target))

    proxy = FaultProxy(open_server)
    ready = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready,), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(10)
