"""What was wrong with a call of `kisi`, said in German: typer's own sentences are English and cannot be translated.

typer names only BadParameter in public; its relatives are told apart by the name of their class.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

import typer

UsageError = cast("type[Exception]", typer.BadParameter.__bases__[0])
"""What typer raises for every wrong call."""

_REQUIREMENTS: Final[Mapping[str, str]] = {
    "int_parsing": "muss eine ganze Zahl sein",
    "int_from_float": "muss eine ganze Zahl sein",
    "float_parsing": "muss eine Zahl sein",
    "bool_parsing": "muss ja oder nein sein",
    "greater_than": "muss größer als {gt} sein",
    "greater_than_equal": "muss mindestens {ge} sein",
    "less_than": "muss kleiner als {lt} sein",
    "less_than_equal": "darf höchstens {le} sein",
    "date_from_datetime_parsing": "muss ein Datum sein, zum Beispiel 2026-09-30",
    "uuid_parsing": "muss eine UUID sein",
    "literal_error": "muss eines von diesen sein: {expected}",
    "enum": "muss eines von diesen sein: {expected}",
}
"""Kinds of errors of the library that checks values for typer → what is asked of the value."""

_FILES: Final[Mapping[str, str]] = {
    "does not exist": "gibt es nicht",
    "is a directory": "ist ein Verzeichnis",
}
"""What typer says of a file that was named → the same in German."""


def has_shown_help(error: Any) -> bool:
    """Whether this is a group called without a command, for which typer has printed the help."""
    return type(error).__name__ == "NoArgsIsHelpError"


def sentence(error: Any) -> str:
    """What was wrong, with the way out: the command that explains the call."""
    context = error.ctx
    way_out = f" Hilfe: {context.command_path} --help" if context is not None else " Hilfe: kisi --help"
    return _reason(error) + way_out


def _reason(error: Any) -> str:
    match type(error).__name__:
        case "MissingParameter":
            return f"Es fehlt: {_name(error)}."
        case "NoSuchOption":
            meant = f" Meinten Sie {' oder '.join(sorted(error.possibilities))}?" if error.possibilities else ""
            return f"Die Option {error.option_name} gibt es nicht.{meant}"
        case "BadOptionUsage":
            return f"Der Option {error.option_name} fehlt ihr Wert, oder sie hat einen zu viel."
        case "BadParameter":
            return f"{_name(error)} {_requirement(error)}."
        case _:
            return _about_words(error)


def _name(error: Any) -> str:
    """The parameter as it is typed: ``--port``, or an argument's name."""
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else "Eine Angabe"
    return max(error.param.opts, key=len)


def _requirement(error: Any) -> str:
    cause = error.__cause__
    first = cause.errors()[0] if hasattr(cause, "errors") else {}
    wanted = _REQUIREMENTS.get(first.get("type", ""))
    if wanted:
        return wanted.format(**first.get("ctx", {}))
    if found := re.fullmatch(r"\w+ '(.*)' (does not exist|is a directory)\.", error.message, re.DOTALL):
        return f"passt nicht: {found[1]} {_FILES[found[2]]}"
    return f"passt nicht: {error.message.rstrip('.')}"


def _about_words(error: Any) -> str:
    """A word where none or another belongs; typer tells these apart by their English sentence only."""
    if error.message.startswith("Missing command"):
        return "Es fehlt ein Kommando."
    if error.message.startswith("No such command"):
        name, *alike = re.findall(r"'([^']*)'", error.message)
        return f"Das Kommando {name} gibt es nicht." + (f" Meinten Sie {' oder '.join(alike)}?" if alike else "")
    if found := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", error.message):
        return f"Das ist zu viel: {found[1]}."
    return str(error.message)
