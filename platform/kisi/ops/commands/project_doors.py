"""`kisi manage`, `migrate`, `bench`, `token`: doors to what the project can do."""

import getpass
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from kisi.ops.commands.options import DataDirOption, JsonOption, existing_data
from kisi.ops.console import Reporter, result_console
from kisi.ops.data_directory import DataDirectory, default_data_directory
from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.project import demand_running_servers, enter_project

if TYPE_CHECKING:  # these need Django, which is loaded only once the data directory is known
    from kisi.core.actors import Actor
    from kisi.tenancy.migrating import MigrationReport


def manage(context: typer.Context) -> None:
    """Ruft ein Django-Kommando mit der Umgebung der laufenden Plattform auf."""
    arguments = list(context.args)
    path = default_data_directory()
    if arguments[:1] == ["--data-dir"] and len(arguments) > 1:
        path = type(path)(arguments[1])
        arguments = arguments[2:]
    data = existing_data(path)
    demand_running_servers(data)
    command = [sys.executable, "-P", "-m", "django", *arguments]
    os.execve(sys.executable, command, data.environment(provisioner=True))  # noqa: S606 - becomes Django


def migrate(
    data_dir: DataDirOption,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Kommunen zugleich.")] = 4,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Nur diese Kommune: AGS, Kurzname oder Schema.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bringt alle Schemata auf den neuesten Stand. Eine gescheiterte Kommune hält die anderen nicht auf."""
    data = enter(data_dir)
    from kisi.tenancy.migrating import migrate_all

    schemas = [_schema_of(name) for name in only] if only else None
    with Reporter(quiet=as_json).step(f"Migrieren ({data.path.name})") as advance:
        report = migrate_all(workers=workers, only=schemas, progress=advance)
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"ok": report.ok}))
    else:
        _show_migration(report)
    raise typer.Exit(ExitCode.OK if report.ok else ExitCode.FAILURE)


def _schema_of(name: str) -> str:
    """The schema of a municipality named by AGS, slug or schema. Raises CommandError if nobody has that name."""
    from kisi.tenancy.directory import all_municipalities

    for town in all_municipalities():
        if name in {town.ags, town.slug, town.schema}:
            return town.schema
    raise CommandError(f"Es gibt keine Kommune {name}. Alle zeigt: kisi municipality list", ExitCode.USAGE)


def _show_migration(report: "MigrationReport") -> None:
    values = asdict(report)
    failed = values.pop("failed")
    table = Table("Ergebnis", "Zahl", title=f"Migration in {values.pop('seconds'):.1f} s")
    labels = {
        "public_applied": "Migrationen des öffentlichen Schemas",
        "template_applied": "Migrationen der Vorlage",
        "up_to_date": "Kommunen schon aktuell",
        "replayed": "Kommunen nachgezogen",
        "executed": "Kommunen einzeln migriert",
        "rights_repaired": "Kommunen mit berichtigten Rechten",
    }
    for key, value in values.items():
        table.add_row(labels.get(key, key), str(value))
    console = result_console()
    console.print(table)
    for schema, reason in failed.items():
        console.print(f"[red]gescheitert[/red] {schema}: {reason}", soft_wrap=True)


def bench(
    only: Annotated[list[str] | None, typer.Option("--only", help="Nur diese Messung (mehrfach möglich).")] = None,
    towns: Annotated[int, typer.Option("--towns", min=1, help="Zahl der Kommunen.")] = 42,
    runs: Annotated[int, typer.Option("--runs", min=1, help="Wiederholungen; gezeigt wird der Median.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Misst die Plattform und ihre Konkurrenten im selben Lauf, abwechselnd."""
    from kisi.ops import bench as benchmarks

    try:
        with Reporter(quiet=as_json).step("Messen") as advance:
            report = benchmarks.run(only=only, towns=towns, runs=runs, progress=advance)
    except benchmarks.UnknownBenchmark as error:
        raise CommandError(str(error), ExitCode.USAGE) from error
    except benchmarks.BenchError as error:
        raise CommandError(str(error)) from error
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        result_console().print(report.as_table())


def token(
    data_dir: DataDirOption,
    name: Annotated[str, typer.Argument(help="Wofür der Zugang ist, zum Beispiel das Fachverfahren.")],
    scope: Annotated[list[str] | None, typer.Option("--scope", help="Recht des Zugangs (mehrfach möglich).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Legt einen Zugang zur Schnittstelle an (OAuth 2, Client Credentials) und zeigt ihn einmal."""
    data = enter(data_dir)
    from api.clients import ClientRefused, create_client
    from kisi.core.realms import CENTRAL, inside

    scopes = scope or ["municipalities:read"]
    with inside(CENTRAL):
        try:
            client_id, client_secret = create_client(name, scopes, by=caller())
        except ClientRefused as error:
            raise CommandError(str(error), ExitCode.USAGE) from error
    content = {
        "client_id": client_id,
        "client_secret": client_secret,
        "scopes": scopes,
        "token_url": f"{data.base_url()}/api/oauth/token",
    }
    if as_json:
        typer.echo(json.dumps(content))
        return
    for label, key in (("Client-ID", "client_id"), ("Geheimnis", "client_secret"), ("Adresse", "token_url")):
        typer.echo(f"{label}: {content[key]}")
    typer.echo("Das Geheimnis wird nur jetzt gezeigt.")


def enter(path: Path) -> DataDirectory:
    """The running installation in `path`, with the project loaded. Raises CommandError if it does not run."""
    data = existing_data(path)
    demand_running_servers(data)
    enter_project(data)
    return data


def caller() -> "Actor":
    """Who acts on the command line, as the audit trail names it."""
    from kisi.core.actors import Actor

    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a container's user without an entry in the user table
        name = f"uid {os.getuid()}"
    return Actor("system", f"cli:{name}", f"Kommandozeile ({name})")
