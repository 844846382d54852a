"""Processes of an earlier start that was killed: found by their records, ended, forgotten."""

import signal
from pathlib import Path

from kisi.ops.data_directory import DataDirectory
from kisi.ops.processes import RecordedProcess
from kisi.ops.servers.launcher import end_group

_ENDING = {
    "supervisord": [(signal.SIGTERM, 100.0), (signal.SIGKILL, 5.0)],
    "postgres": [(signal.SIGINT, 60.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)],
    "valkey": [(signal.SIGTERM, 15.0), (signal.SIGKILL, 5.0)],
}
_ENDING_OTHERS = [(signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)]


def end_leftovers(data: DataDirectory) -> list[str]:
    """End whatever an earlier start left running, and return the names of what was still there.

    The supervisor goes first (it would start the others anew), the database last. Only processes whose number
    *and* start time are recorded are touched, and the members of the groups they led.
    """
    found = []
    for file in sorted(_records(data), key=_order):
        process = RecordedProcess.read(file)
        if process is not None:
            if process.alive:
                found.append(process.name)
                process.end(signals=_ENDING.get(process.name, _ENDING_OTHERS))
            else:
                end_group({"pid": process.pid, "identity": process.identity})
        file.unlink(missing_ok=True)
    data.control_socket.unlink(missing_ok=True)
    return found


def _records(data: DataDirectory) -> list[Path]:
    return [*data.run.glob("*.process.json"), *data.servers.glob(".*.process.json")]


def _order(file: Path) -> int:
    name = file.name.removeprefix(".").partition(".")[0]
    return {"supervisord": 0, "valkey": 8, "postgres": 9}.get(name, 1)
