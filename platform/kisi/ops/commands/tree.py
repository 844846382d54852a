"""The tree of `kisi` commands, in German as far as the libraries let us."""

import typer
from typer import rich_utils

from kisi.ops.commands import audit, municipality, project_doors, register, running, testing

EXIT_CODES = (
    "Rückgabewerte: 0 gut, 1 Fehler, 2 falscher Aufruf oder falsche Einstellung, 3 läuft nicht, "
    "4 läuft schon, 5 Port belegt, 130 mit Strg-C beendet. `kisi test` gibt den von pytest zurück."
)
rich_utils.OPTIONS_PANEL_TITLE = "Optionen"
rich_utils.ARGUMENTS_PANEL_TITLE = "Angaben"
rich_utils.COMMANDS_PANEL_TITLE = "Kommandos"
rich_utils.ERRORS_PANEL_TITLE = "Fehler"
rich_utils.DEFAULT_STRING = "[Vorgabe: {}]"
rich_utils.ENVVAR_STRING = "[Umgebungsvariable: {}]"
rich_utils.REQUIRED_LONG_STRING = "[nötig]"
rich_utils.DEPRECATED_STRING = "(veraltet) "

app = typer.Typer(
    name="kisi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="KISI: Plattform für kommunale Integrationsguides.",
    epilog=EXIT_CODES,
)
app.command()(running.demo)
app.command()(running.up)
app.command()(running.down)
app.command()(running.status)
app.command(context_settings=testing.PASS_THROUGH)(testing.test)
app.command(context_settings=testing.PASS_THROUGH)(project_doors.manage)
app.command()(project_doors.migrate)
app.command()(project_doors.bench)
app.command()(project_doors.token)
app.add_typer(municipality.app, name="municipality")
app.add_typer(register.app, name="register")
app.add_typer(audit.app, name="audit")
