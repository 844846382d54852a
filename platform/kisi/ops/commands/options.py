"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from kisi.ops.data_directory import DataDirectory, default_data_directory

DataDirOption = Annotated[
    Path,
    typer.Option(
        "--data-dir",
        envvar="KISI_DATA_DIR",
        default_factory=default_data_directory,
        show_default=".kisi im Verzeichnis des Projekts",
        help="Verzeichnis für Datenbank, Broker, Dateien und Schlüssel.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Ergebnis als JSON auf die Standardausgabe.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port des Webservers auf diesem Rechner.")]


def existing_data(path: Path) -> DataDirectory:
    """The installation in `path`. Raises CommandError (NOT_RUNNING) if there is none yet."""
    data = DataDirectory(path)
    _ = data.keys
    return data
