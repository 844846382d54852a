"""`kisi audit …`: audit trails from the command line."""

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from kisi.ops.commands.options import DataDirOption, JsonOption
from kisi.ops.commands.project_doors import caller, enter
from kisi.ops.console import result_console, whole
from kisi.ops.exit_codes import CommandError, ExitCode

app = typer.Typer(no_args_is_help=True, help="Prüfprotokolle prüfen.")


@app.callback()
def group() -> None:
    """Keeps `verify` a sub-command while it is the only one."""


@app.command()
def verify(
    data_dir: DataDirOption,
    municipality: Annotated[
        str | None, typer.Option("--municipality", help="Nur diese Kommune: ihr Kurzname in der Adresse.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Rechnet alle Prüfprotokolle nach und nennt die erste falsche Zeile. Rückgabewert 1, wenn es eine gibt."""
    enter(data_dir)
    content = _everywhere() if municipality is None else _of_one(municipality)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
    else:
        _show(content)
    raise typer.Exit(ExitCode.OK if content["ok"] else ExitCode.FAILURE)


def _everywhere() -> dict[str, Any]:
    """Every trail that can be reached; the result is kept and stands on the operator's page."""
    from django.utils import timezone

    from kisi.core.realms import CENTRAL, inside
    from shared.operation.actions import keep_report
    from shared.operation.checks import audit_trails
    from shared.operation.vocabulary import CheckKind

    started = timezone.now()
    report = audit_trails()
    with inside(CENTRAL):
        keep_report(CheckKind.AUDIT, report, by=caller(), started_at=started)
    return {"ok": report.ok, "checked": report.checked, "findings": [asdict(one) for one in report.findings]}


def _of_one(slug: str) -> dict[str, Any]:
    """One municipality's trail. Raises CommandError when nobody has that name or its role cannot log in."""
    from django.db import DatabaseError

    from kisi.audit.verification import verify as verify_trail
    from kisi.core.realms import realm_of
    from kisi.tenancy.directory import UnknownMunicipality, municipality_by_slug

    try:
        verdict = verify_trail(realm_of(municipality_by_slug(slug)))
    except UnknownMunicipality as error:
        raise CommandError(
            f"Es gibt keine Kommune {slug}. Alle zeigt: kisi municipality list", ExitCode.USAGE
        ) from error
    except DatabaseError as error:
        raise CommandError(f"Das Protokoll von {slug} ist nicht zu erreichen ({type(error).__name__}).") from error
    findings = [] if verdict.ok else [{"name": verdict.name, "problem": verdict.explanation}]
    first_bad = {} if verdict.ok else {"first_bad": verdict.first_bad}
    return {"ok": verdict.ok, "checked": 1, "entries": verdict.entries, "findings": findings, **first_bad}


def _show(content: dict[str, Any]) -> None:
    console = result_console()
    if content["ok"]:
        console.print(f"Alles vollständig: {content['checked']} Protokolle geprüft.", markup=False, soft_wrap=True)
        return
    show_findings(content, f"{len(content['findings'])} von {content['checked']} Protokollen sind nicht vollständig")


def show_findings(content: dict[str, Any], title: str) -> None:
    """Findings as a table that copies well."""
    table = Table(*whole("Wo", "Befund"), title=title)
    for one in content["findings"]:
        table.add_row(one["name"], one["problem"])
    result_console().print(table)
