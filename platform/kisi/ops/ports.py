"""Is the web server's port free? Asked before anything is started."""

import errno
import socket

from kisi.ops.exit_codes import CommandError, ExitCode

_ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
"""Browsers take `*.localhost` for either as they like; a stranger on ::1 would get our visitors."""


def demand_free(port: int) -> None:
    """Raise CommandError if something listens on `port` of this machine, or the port may not be used."""
    problems = {_problem(family, address, port) for family, address in _ADDRESSES}
    if errno.EADDRINUSE in problems:
        raise CommandError(
            f"Port {port} ist schon belegt. Wählen Sie einen anderen: --port {_proposal(port)}",
            ExitCode.PORT_BUSY,
        )
    if errno.EACCES in problems:
        raise CommandError(
            f"Port {port} ist diesem Benutzerkonto nicht erlaubt. Wählen Sie einen ab 1024: --port 8000",
            ExitCode.PORT_BUSY,
        )


def _problem(family: int, address: str, port: int) -> int | None:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            probe.listen(1)
    except OSError as error:
        # Without IPv6 nobody can listen there either.
        return error.errno if error.errno in {errno.EADDRINUSE, errno.EACCES} else None
    return None


def _proposal(port: int) -> int:
    for candidate in range(port + 1, min(port + 200, 65_536)):
        if all(_problem(family, address, candidate) is None for family, address in _ADDRESSES):
            return candidate
    return 8001
