"""What the exit status of `kisi` means. Documented in `kisi --help`."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Stable: scripts rely on it."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_RUNNING = 3
    ALREADY_RUNNING = 4
    PORT_BUSY = 5
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do what was asked; the text is a German sentence that names the way out."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILURE) -> None:
        super().__init__(message)
        self.code = code
