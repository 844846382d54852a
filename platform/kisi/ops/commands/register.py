"""`kisi register …`: the register of all Hessian municipalities, renewed from the official file."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from kisi.ops.commands.options import DataDirOption, JsonOption
from kisi.ops.commands.project_doors import caller, enter
from kisi.ops.console import result_console
from kisi.ops.exit_codes import CommandError, ExitCode

if TYPE_CHECKING:  # needs Django, which is loaded only once the data directory is known
    from shared.municipalities.register.official_import import RegisterChanges

app = typer.Typer(no_args_is_help=True, help="Das Verzeichnis der hessischen Gemeinden erneuern.")


@app.callback()
def register() -> None:
    """Das Verzeichnis der hessischen Gemeinden erneuern."""


@app.command()
def renew(
    data_dir: DataDirOption,
    file: Annotated[Path, typer.Argument(help="Die Datei GV100AD von Destatis.", exists=True, dir_okay=False)],
    as_of: Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Gebietsstand der Datei.")],
    population_as_of: Annotated[
        datetime | None,
        typer.Option("--population-as-of", formats=["%Y-%m-%d"], help="Stichtag der Einwohnerzahlen."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was geschähe.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Übernimmt das amtliche Gemeindeverzeichnis und zeigt, was sich ändert. Bei einem Fehler ändert sich nichts."""
    enter(data_dir)
    from kisi.core.realms import CENTRAL, inside
    from shared.municipalities.actions import renew_register
    from shared.municipalities.register.gv100ad import MalformedRegisterFile

    try:
        with inside(CENTRAL):
            changes = renew_register(
                file,
                as_of=as_of.date(),
                population_as_of=population_as_of.date() if population_as_of else None,
                is_rehearsal=dry_run,
                by=caller(),
            )
    except MalformedRegisterFile as error:
        raise CommandError(str(error), ExitCode.USAGE) from error
    if as_json:
        typer.echo(json.dumps(asdict(changes) | {"dry_run": dry_run}, default=str, ensure_ascii=False))
    else:
        _show(changes, is_rehearsal=dry_run)


def _show(changes: "RegisterChanges", *, is_rehearsal: bool) -> None:
    title = f"Gebietsstand {changes.status:%d.%m.%Y}" + (" – nur gezeigt, nichts geändert" if is_rehearsal else "")
    table = Table("Was", "Zahl", "Gemeinden", title=title)
    for label, found in (
        ("neu", [one.name for one in changes.added]),
        ("umbenannt", [f"{one.before} → {one.name}" for one in changes.renamed]),
        ("andere Art", [one.name for one in changes.reclassified]),
        ("neuer Schlüssel", [f"{one.name}: {one.before} → {one.ags}" for one in changes.recoded]),
        ("aufgelöst", [one.name for one in changes.closed]),
        ("aufgelöst ohne Nachfolge", [one.name for one in changes.unexplained]),
    ):
        table.add_row(label, str(len(found)), ", ".join(found))
    table.add_row("unverändert", str(changes.unchanged), "")
    result_console().print(table)
    if changes.unexplained:
        typer.echo("Bitte tragen Sie für Gemeinden ohne Nachfolge die Gebietsänderung nach.")
