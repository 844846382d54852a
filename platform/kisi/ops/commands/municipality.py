"""`kisi municipality …`: municipalities from the command line, through the same actions as the API."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer
from rich.table import Table

from kisi.ops.commands.audit import show_findings
from kisi.ops.commands.options import DataDirOption, JsonOption
from kisi.ops.commands.project_doors import caller, enter
from kisi.ops.console import Reporter, result_console, whole
from kisi.ops.exit_codes import CommandError, ExitCode

if TYPE_CHECKING:  # these need Django, which is loaded only once the data directory is known
    from shared.onboarding.planning import OnboardingPlan

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
    table = Table(*whole("AGS", "Name", "Adresse", "Zustand", "Schema"), title=f"{len(towns)} Kommunen")
    for town in towns:
        table.add_row(town.ags, town.name, f"{scheme}://{town.slug}.{host}", str(town.status), town.schema)
    result_console().print(table)


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
    from kisi.core.realms import CENTRAL, inside
    from shared.onboarding.actions import Coordinator, plan_onboarding, request_onboarding

    wanted: dict[str, Any] = {
        "ags": ags,
        "slug": slug,
        "coordinator": Coordinator(email=coordinator_email, name=coordinator_name),
        "templates": template,
    }
    with inside(CENTRAL), refusals():
        if dry_run:
            content = _plan(plan_onboarding(**wanted))
        else:
            content = _follow(request_onboarding(**wanted, by=caller()).pk, quiet=as_json)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
    else:
        _show_onboarding(content)
    if content["status"] == "failed":
        raise CommandError(f"Die Aufnahme {content['id']} ist gescheitert. Der Betrieb kann sie wiederholen.")


def _plan(plan: "OnboardingPlan") -> dict[str, Any]:
    steps = [{"name": name, "status": "pending", "detail": ""} for name in plan.steps]
    return {
        "id": None,
        "status": "planned",
        "ags": plan.ags,
        "name": plan.name,
        "url": plan.workspace_url,
        "steps": steps,
    }


def _progress_of(key: UUID) -> dict[str, Any]:
    """The onboarding as plain values."""
    from kisi.tenancy.hosts import address_of
    from shared.onboarding.models import Onboarding

    job = Onboarding.objects.get(pk=key)
    steps = [{"name": step.name, "status": step.status, "detail": step.detail} for step in job.steps.all()]
    return {
        "id": str(job.pk),
        "status": job.status,
        "ags": job.ags,
        "name": job.name,
        "url": address_of(job.slug),
        "steps": steps,
    }


def _follow(key: UUID, *, quiet: bool, seconds: float = 300) -> dict[str, Any]:
    """Wait for the job and report its steps. Raises CommandError if it takes too long."""
    deadline = time.monotonic() + seconds
    with Reporter(quiet=quiet).step("Kommune aufnehmen") as advance:
        while (content := _progress_of(key))["status"] not in {"completed", "failed"}:
            if time.monotonic() > deadline:
                raise CommandError(f"Die Aufnahme {key} läuft noch. Läuft der Provisioner? kisi status")
            steps = content["steps"]
            advance(sum(step["status"] == "done" for step in steps), len(steps))
            time.sleep(0.1)
    return content


def _show_onboarding(content: dict[str, Any]) -> None:
    title = {"completed": "aufgenommen", "planned": "würde aufgenommen", "failed": "nicht aufgenommen"}
    table = Table("Schritt", "Zustand", "Einzelheiten")
    for step in content["steps"]:
        table.add_row(step["name"], step["status"], step["detail"])
    console = result_console()
    state = title[content["status"]]
    console.print(f"{content['name']} ({content['ags']}) {state}: {content['url']}", soft_wrap=True, markup=False)
    console.print(table)


@app.command()
def suspend(data_dir: DataDirOption, ags: AgsArgument) -> None:
    """Hält eine Kommune an: Ihre Seiten antworten mit 503, ihre Daten bleiben."""
    enter(data_dir)
    from shared.onboarding.actions import suspend_municipality

    _change(ags, suspend_municipality)


@app.command()
def activate(data_dir: DataDirOption, ags: AgsArgument) -> None:
    """Setzt eine angehaltene Kommune fort."""
    enter(data_dir)
    from shared.onboarding.actions import activate_municipality

    _change(ags, activate_municipality)


@app.command()
def offboard(
    data_dir: DataDirOption,
    ags: AgsArgument,
    grace_days: Annotated[int | None, typer.Option("--grace-days", min=0, help="Schonfrist in Tagen.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage.")] = False,
) -> None:
    """Verabschiedet eine Kommune: Archiv, dann Schonfrist, dann Löschung."""
    enter(data_dir)
    from shared.onboarding.actions import request_offboarding

    if not yes:
        typer.confirm(f"Kommune {ags} wirklich verabschieden?", abort=True)
    _change(ags, partial(request_offboarding, grace_days=grace_days))


@app.command()
def restore(
    data_dir: DataDirOption,
    ags: AgsArgument,
    archive: Annotated[Path, typer.Argument(help="Das Archiv der Kommune (ZIP).", exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage.")] = False,
) -> None:
    """Ersetzt alles, was eine angehaltene Kommune hat, durch den Inhalt ihres Archivs."""
    enter(data_dir)
    from shared.onboarding.actions import restore_municipality
    from shared.onboarding.archive import ArchiveDamaged, ArchiveDoesNotFit

    if not yes:
        typer.confirm(f"Alles, was Kommune {ags} jetzt hat, durch das Archiv ersetzen?", abort=True)
    try:
        _change(ags, partial(restore_municipality, archive=archive))
    except (ArchiveDamaged, ArchiveDoesNotFit) as error:
        raise CommandError(str(error)) from error


@app.command()
def reconcile(data_dir: DataDirOption, as_json: JsonOption = False) -> None:
    """Vergleicht die Kommunen mit dem, was die Datenbank hat. Rückgabewert 1, wenn etwas nur halb da ist."""
    enter(data_dir)
    from django.utils import timezone

    from kisi.core.realms import CENTRAL, inside
    from shared.operation.actions import keep_report
    from shared.operation.checks import reconciled
    from shared.operation.vocabulary import CheckKind

    started = timezone.now()
    report = reconciled()
    with inside(CENTRAL):
        keep_report(CheckKind.RECONCILING, report, by=caller(), started_at=started)
    content = {"ok": report.ok, "checked": report.checked, "findings": [asdict(one) for one in report.findings]}
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
    elif report.ok:
        typer.echo(f"Alles stimmt überein: {report.checked} Kommunen verglichen.")
    else:
        show_findings(content, f"{len(report.findings)} Befunde bei {report.checked} Kommunen")
    raise typer.Exit(ExitCode.OK if report.ok else ExitCode.FAILURE)


def _change(ags: str, action: Callable[..., Any]) -> None:
    """Do something to the municipality that holds this AGS. Raises CommandError if it is not on board."""
    from kisi.core.realms import CENTRAL, inside
    from shared.municipalities.queries import municipality_on_board
    from shared.municipalities.register.ags import parse_ags

    with inside(CENTRAL), refusals():
        municipality = municipality_on_board(parse_ags(ags))
        if municipality is None:
            raise CommandError(f"Keine Kommune an Bord hat den Schlüssel {ags}. Alle zeigt: kisi municipality list")
        action(municipality, by=caller())
        municipality.refresh_from_db()
        typer.echo(f"{municipality.ags} {municipality.name}: {municipality.get_status_display()}")


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what an action refuses into a sentence and the exit code for a wrong call."""
    try:
        yield
    except ValueError as refusal:
        raise CommandError(str(refusal), ExitCode.USAGE) from refusal
