"""`kisi municipality …`: municipalities from the command line, through the same actions as the API."""

import json
import time
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from kisi.ops.commands.options import DataDirOption, JsonOption
from kisi.ops.commands.project_doors import caller, enter
from kisi.ops.console import Reporter
from kisi.ops.exit_codes import CommandError

app = typer.Typer(no_args_is_help=True, help="Kommunen zeigen, aufnehmen, anhalten, fortsetzen, verabschieden.")

AgsArgument = Annotated[str, typer.Argument(help="Amtlicher Gemeindeschlüssel, 8 Ziffern (oder ARS, 12 Ziffern).")]


@app.command("list")
def list_municipalities(data_dir: DataDirOption, as_json: JsonOption = False) -> None:
    """Zeigt alle Kommunen mit Schlüssel, Adresse und Zustand."""
    data = enter(data_dir)
    from kisi.tenancy.directory import all_municipalities

    towns = all_municipalities()
    if as_json:
        typer.echo(json.dumps([asdict(town) for town in towns], ensure_ascii=False))
        return
    scheme, _, host = data.base_url().partition("://")
    table = Table("AGS", "Name", "Adresse", "Zustand", "Schema", title=f"{len(towns)} Kommunen")
    for town in towns:
        table.add_row(town.ags, town.name, f"{scheme}://{town.slug}.{host}", str(town.status), town.schema)
    Console(highlight=False).print(table)


@app.command()
def add(
    data_dir: DataDirOption,
    ags: AgsArgument,
    coordinator_email: Annotated[str, typer.Option("--email", help="E-Mail-Adresse der Koordination.")],
    coordinator_name: Annotated[str, typer.Option("--name", help="Name der Koordination.")],
    slug: Annotated[str | None, typer.Option("--slug", help="Name in der Adresse; sonst aus dem Register.")] = None,
    template: Annotated[
        list[str] | None, typer.Option("--template", help="Vorlage übernehmen (mehrfach möglich).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was geschähe.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Nimmt eine Kommune auf und wartet, bis sie bereit ist."""
    enter(data_dir)
    from shared.onboarding import actions

    onboarding = actions.request_onboarding(
        ags=ags,
        slug=slug,
        coordinator_email=coordinator_email,
        coordinator_name=coordinator_name,
        templates=tuple(template or ()),
        dry_run=dry_run,
        by=caller(),
    )
    content = onboarding if dry_run else _follow(onboarding, quiet=as_json)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False, default=str))
    else:
        Console(highlight=False).print_json(data=content, default=str)
    if content.get("status") == "failed":
        raise CommandError(f"Die Aufnahme ist gescheitert. Wiederholen: POST /api/v1/onboardings/{content['id']}/retry")


def _follow(onboarding: dict[str, Any], *, quiet: bool, seconds: float = 300) -> dict[str, Any]:
    """Wait for the job and report its steps. Raises CommandError if it takes too long."""
    from shared.onboarding import queries

    deadline = time.monotonic() + seconds
    with Reporter(quiet=quiet).step("Kommune aufnehmen") as advance:
        while onboarding["status"] not in {"completed", "failed"}:
            if time.monotonic() > deadline:
                raise CommandError(f"Die Aufnahme {onboarding['id']} läuft noch. Läuft der Provisioner? kisi status")
            steps = onboarding["steps"]
            advance(sum(step["status"] == "completed" for step in steps), len(steps))
            time.sleep(0.2)
            onboarding = queries.onboarding(onboarding["id"])
    return onboarding


@app.command()
def suspend(data_dir: DataDirOption, ags: AgsArgument) -> None:
    """Hält eine Kommune an: Ihre Seiten antworten mit 503, ihre Daten bleiben."""
    _change("suspend", data_dir, ags, "angehalten")


@app.command()
def activate(data_dir: DataDirOption, ags: AgsArgument) -> None:
    """Setzt eine angehaltene Kommune fort."""
    _change("activate", data_dir, ags, "aktiv")


@app.command()
def offboard(
    data_dir: DataDirOption,
    ags: AgsArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage.")] = False,
) -> None:
    """Verabschiedet eine Kommune: Archiv, dann Frist, dann Löschung."""
    if not yes:
        typer.confirm(f"Kommune {ags} wirklich verabschieden?", abort=True)
    _change("offboard", data_dir, ags, "wird verabschiedet")


def _change(action: str, data_dir: Any, ags: str, result: str) -> None:
    enter(data_dir)
    from shared.onboarding import actions

    getattr(actions, action)(ags=ags, by=caller())
    typer.echo(f"{ags}: {result}")
