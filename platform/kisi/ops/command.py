"""The `kisi` command: where it begins, and how errors become sentences and exit codes."""

import sys

import typer

from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.servers.errors import ServerError
from kisi.ops.system_errors import reason


def main() -> None:
    """Run the command and exit with a code of ExitCode."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an ASCII terminal must not turn a message into a crash
    try:
        _run()
    except CommandError as error:
        _fail(str(error), error.code)
    except ServerError as error:
        _fail(str(error), ExitCode.FAILURE)
    except KeyboardInterrupt:
        _fail("Abgebrochen.", ExitCode.INTERRUPTED)
    except OSError as error:
        if (why := reason(error)) is None:
            raise
        _fail(f"Es geht nicht weiter: {why} ({error.filename or 'Datenverzeichnis'}).", ExitCode.FAILURE)


def _run() -> None:
    from kisi.ops.commands import tree, usage_errors  # here, so that Ctrl-C during the imports is no traceback either

    try:
        sys.exit(tree.app(prog_name="kisi", standalone_mode=False))
    except usage_errors.UsageError as error:
        if usage_errors.has_shown_help(error):
            sys.exit(int(ExitCode.USAGE))
        _fail(usage_errors.sentence(error), ExitCode.USAGE)
    except typer.Abort:
        _fail("Abgebrochen.", ExitCode.FAILURE)


def _fail(sentence: str, code: ExitCode) -> None:
    print(f"kisi: {sentence}", file=sys.stderr, flush=True)
    sys.exit(int(code))


if __name__ == "__main__":
    main()
