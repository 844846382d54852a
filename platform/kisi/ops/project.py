"""Enter the Django project of a data directory, for commands that work in their own process."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError, ExitCode


def enter_project(data: DataDirectory, *, port: int | None = None) -> None:
    """Set the environment (with the provisioner's rights) and load the apps. Can be called again.

    Raises CommandError (USAGE) if a variable cannot be used.
    """
    os.environ.update(data.environment(port=port, provisioner=True))
    try:
        django.setup()
        # Tasks are published through this app; without it they would go to Celery's default broker.
        from kisi.celery import register_tasks

        register_tasks()
    except ImproperlyConfigured as error:
        raise CommandError(str(error), ExitCode.USAGE) from error


def leave_project() -> None:
    """Close the connections of this process, which hold the provisioner's rights."""
    from django.db import connections

    from kisi.tenancy.connections import STORE

    connections.close_all()
    STORE.close_idle()


def demand_running_servers(data: DataDirectory) -> None:
    """Raise CommandError (NOT_RUNNING) if an embedded server that the command needs does not run."""
    data.check_environment()
    for server in (data.postgres, data.valkey):
        if server is not None and server.process is None:
            raise CommandError(
                f"{server.name} läuft nicht für {data.path}. Starten Sie die Plattform zuerst: kisi up",
                ExitCode.NOT_RUNNING,
            )
