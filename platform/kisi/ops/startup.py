"""Start the platform and stay: `kisi up` and `kisi demo`."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any

from kisi.ops.console import Reporter
from kisi.ops.data_directory import DATABASE, DataDirectory
from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.foreground import (
    StopRequested,
    ignore_stop_signals,
    only_instance,
    stop_if_requested,
    stop_signals,
    watch,
)
from kisi.ops.leftovers import end_leftovers
from kisi.ops.ports import demand_free
from kisi.ops.project import enter_project, leave_project
from kisi.ops.readiness import announce, wait_until_ready
from kisi.ops.supervision import Supervision
from kisi.ops.workforce import FIRST, empty_figures, workforce


@dataclass(frozen=True, slots=True)
class Demo:
    """How much demo data, and from which seed."""

    municipalities: int
    seed: int


def run_platform(data: DataDirectory, *, port: int, demo: Demo | None, reporter: Reporter) -> ExitCode:
    """Start everything, announce it, stay until a signal comes, stop everything.

    Raises CommandError or ServerError if it cannot be started; nothing is left running then.
    """
    data.make()
    data.check_environment()
    with only_instance(data), stop_signals():
        supervision = Supervision(data)
        try:
            _start(data, supervision, port=port, demo=demo, reporter=reporter)
            watch(data, supervision, reporter)
        except StopRequested as request:
            reporter.say("KISI wird beendet …")
            return request.exit_code
        finally:
            ignore_stop_signals()
            supervision.stop()
            end_leftovers(data)
            data.ready_file.unlink(missing_ok=True)
            data.remove_short_folders()
            data.note(phase="stopped")
    return ExitCode.OK


def _start(data: DataDirectory, supervision: Supervision, *, port: int, demo: Demo | None, reporter: Reporter) -> None:
    data.ready_file.unlink(missing_ok=True)
    if found := end_leftovers(data):
        reporter.say(f"Beendet, was ein früherer Start hinterlassen hat: {', '.join(found)}")
    demand_free(port)
    base_url = data.base_url(port)
    data.note(port=port, base_url=base_url, mode="demo" if demo else "up", phase="starting")
    if demo:
        data.note(invented_data=True)
    with reporter.step("Server starten"):
        _start_servers(data, supervision, port)
    with ExitStack() as called:
        with reporter.step("Datenbank vorbereiten") as advance:
            enter_project(data, port=port)
            stop_if_requested()
            assistants = _call_assistants(called, demo, made=data.state().get("demo"))
            _prepare_database(data, advance)
        stop_if_requested()
        programs = [program.name for program in workforce(data, port)]
        # All at once would keep the provisioner waiting, for which everything else waits.
        _start_programs(supervision, [name for name in programs if name in FIRST])
        _load_reference_data(reporter)
        _start_programs(supervision, [name for name in programs if name not in FIRST])
        access = _fill(demo, assistants, reporter)
    leave_project()
    with reporter.step("Auf Bereitschaft warten"):
        wait_until_ready(port, data.host(port), given_up=lambda: _given_up(data, supervision))
    data.note(phase="ready", **({"demo": asdict(demo)} if demo else {}))
    announce(data, base_url, access)


def _start_servers(data: DataDirectory, supervision: Supervision, port: int) -> None:
    servers = [server for server in (data.postgres, data.valkey) if server is not None]
    for server in servers:
        server.prepare()
    empty_figures(data)
    supervision.start([*(server.program() for server in servers), *workforce(data, port)])
    for server in servers:
        supervision.start_program(server.program().name)
    for server in servers:
        server.wait_until_ready(ended=lambda: _given_up(data, supervision) is not None)


def _given_up(data: DataDirectory, supervision: Supervision) -> str | None:
    """Which program has failed for good, with the end of its log; None as long as there is hope."""
    stop_if_requested()
    if supervision.ended:
        return "Die Prozessaufsicht ist beendet worden"
    for program in supervision.states():
        if program.state == "FATAL":
            log = data.logs / f"{program.name}.log"
            lines = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
            return " – ".join([f"{program.name} startet nicht (Protokoll: {log})", *lines])
    return None


def _prepare_database(data: DataDirectory, advance: Any) -> None:
    from kisi.tenancy.cluster import prepare_cluster
    from kisi.tenancy.migrating import migrate_all

    superuser = data.postgres.address() if data.postgres else os.environ.get("KISI_SUPERUSER_URL")
    if superuser:
        from django.conf import settings

        prepare_cluster(
            superuser,
            database=settings.DATABASES["default"]["NAME"] or DATABASE,
            secret=settings.SECRET_KEY,
            provisioner_password=settings.KISI_PROVISIONER_PASSWORD,
        )
    report = migrate_all(progress=advance)
    if not report.ok:
        failed = "\n".join(f"  {schema}: {reason}" for schema, reason in report.failed.items())
        raise CommandError(f"Diese Schemata ließen sich nicht migrieren:\n{failed}")


def _start_programs(supervision: Supervision, names: list[str]) -> None:
    for name in names:
        supervision.start_program(name)


def _load_reference_data(reporter: Reporter) -> None:
    from kisi.ops import reference_data

    with reporter.step("Stammdaten laden") as advance:
        reference_data.load(progress=advance)


def _call_assistants(stack: ExitStack, demo: Demo | None, *, made: object) -> list[Any]:
    """While the database is prepared one core is idle; afterwards an assistant's start would hold up others.

    None is called where the last start made the same demo: there is nothing left to do.
    """
    if demo is None or made == asdict(demo):
        return []
    from kisi.ops.demo_data.furnishing import call_assistants

    return list(call_assistants(stack, demo.municipalities))


def _fill(demo: Demo | None, assistants: list[Any], reporter: Reporter) -> Mapping[str, Any] | None:
    if demo is None:
        _show_first_operator()
        return None
    from kisi.ops.demo_data.building import build
    from kisi.ops.demo_data.municipalities import OnboardingFailed, OnboardingTookTooLong

    try:
        return build(municipalities=demo.municipalities, seed=demo.seed, assistants=assistants, step=reporter.step)
    except (OnboardingFailed, OnboardingTookTooLong) as error:
        raise CommandError(f"Die Demodaten sind nicht fertig geworden: {error}") from error


def _show_first_operator() -> None:
    """On standard output and nowhere else: the logs hold no password."""
    from kisi.ops.operator_account import ensure_operator

    sign_in = ensure_operator()
    if sign_in is not None:
        print(f"Erste Anmeldung für den Betrieb (wird nur jetzt gezeigt): {sign_in.url}", flush=True)
        print(f"  E-Mail-Adresse: {sign_in.email}\n  Passwort: {sign_in.password}", flush=True)
