"""`kisi demo`, `up`, `down`, `status`: the platform on this machine."""

import json
import signal
from typing import Annotated, Any

import typer
from rich.table import Table

from kisi.ops.commands.options import DataDirOption, JsonOption, PortOption
from kisi.ops.console import Reporter, result_console
from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.foreground import foreground_process, only_instance
from kisi.ops.leftovers import end_leftovers
from kisi.ops.supervision import RUNNING, Supervision

MunicipalitiesOption = Annotated[
    int, typer.Option("--municipalities", min=1, max=421, help="Zahl der Kommunen mit Demodaten.")
]
SeedOption = Annotated[int, typer.Option("--seed", help="Ausgangswert: gleicher Wert, gleiche Demodaten.")]


def demo(
    data_dir: DataDirOption,
    port: PortOption = 8000,
    municipalities: MunicipalitiesOption = 42,
    seed: SeedOption = 1,
) -> None:
    """Startet alles mit Demodaten und bleibt im Vordergrund, bis Sie Strg-C drücken."""
    from kisi.ops.startup import Demo, run_platform

    plan = Demo(municipalities=municipalities, seed=seed)
    raise typer.Exit(run_platform(DataDirectory(data_dir), port=port, demo=plan, reporter=Reporter()))


def up(data_dir: DataDirOption, port: PortOption = 8000) -> None:
    """Startet alles ohne Demodaten. Der erste Start zeigt die Anmeldung für den Betrieb."""
    from kisi.ops.startup import run_platform

    raise typer.Exit(run_platform(DataDirectory(data_dir), port=port, demo=None, reporter=Reporter()))


def down(data_dir: DataDirOption) -> None:
    """Beendet die laufende Plattform und wartet, bis alle Prozesse beendet sind."""
    data, reporter = DataDirectory(data_dir), Reporter()
    if not data.keys_file.exists():
        reporter.say(f"In {data.path} läuft nichts.")
        return
    process = foreground_process(data)
    if process is not None:
        reporter.say(f"Beende KISI (Prozess {process.pid}) …")
        if not process.end(signals=[(signal.SIGTERM, 150.0)]):
            raise CommandError(f"Prozess {process.pid} hat sich nach 150 Sekunden nicht beendet.")
    with only_instance(data):
        left = end_leftovers(data)
    if left:
        reporter.say(f"Beendet, was ein früherer Start hinterlassen hat: {', '.join(left)}")
    reporter.say("KISI ist beendet." if process or left else f"In {data.path} läuft nichts.")


def status(data_dir: DataDirOption, as_json: JsonOption = False) -> None:
    """Zeigt, was läuft. Rückgabewert 0: alles läuft, 1: etwas fehlt, 3: nichts läuft."""
    data = DataDirectory(data_dir)
    content: dict[str, Any] = {"running": False, "programs": []}
    if data.keys_file.exists():
        content |= _status(data)
    if as_json:
        typer.echo(json.dumps(content | {"data_dir": str(data.path)}, ensure_ascii=False))
    else:
        _show(data, content)
    if not content["running"]:
        raise typer.Exit(ExitCode.NOT_RUNNING)
    healthy = content["phase"] == "ready" and all(line["state"] in RUNNING for line in content["programs"])
    raise typer.Exit(ExitCode.OK if healthy else ExitCode.FAILURE)


def _status(data: DataDirectory) -> dict[str, Any]:
    process, state = foreground_process(data), data.state()
    if process is None:
        return {}
    programs = Supervision(data).states()
    return {
        "running": True,
        "pid": process.pid,
        "phase": state.get("phase"),
        "mode": state.get("mode"),
        "base_url": state.get("base_url"),
        "port": state.get("port"),
        "programs": [{"name": p.name, "state": p.state, "pid": p.pid, "seconds": p.seconds} for p in programs],
    }


def _show(data: DataDirectory, content: dict[str, Any]) -> None:
    console = result_console()
    if not content["running"]:
        console.print(f"KISI läuft nicht ({data.path}).", soft_wrap=True)
        return
    phase = {"ready": "bereit", "starting": "startet"}.get(content["phase"], content["phase"])
    console.print(f"KISI {phase}: {content['base_url']}  (Prozess {content['pid']}, {data.path})", soft_wrap=True)
    table = Table("Programm", "Zustand", "Prozess", "läuft seit")
    for line in content["programs"]:
        colour = "green" if line["state"] in RUNNING else "red"
        since = f"{line['seconds']} s" if line["pid"] else ""
        table.add_row(line["name"], f"[{colour}]{line['state']}[/{colour}]", str(line["pid"] or ""), since)
    console.print(table)
