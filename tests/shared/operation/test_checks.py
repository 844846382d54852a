"""What the platform finds out about itself – each check with a planted fault – and how checks run."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg import sql

from kisi.audit.actions import record
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM, Actor
from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside, realm_of
from kisi.mail.models import OutgoingMail
from shared.operation.actions import begin_due_checks, keep_report, request_check, run_check, wake_forgotten_checks
from shared.operation.checks import CHECKS, audit_trails, logins, mail, reconciled, tables
from shared.operation.models import Check
from shared.operation.reports import Finding, Report
from shared.operation.vocabulary import CheckKind, CheckState
from tests.servers import Servers

OPERATOR = Actor("user", "1", "Tariq Aziz")
TOWNS_AND_CENTRE = 4


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checks somebody was woken for, instead of the broker."""
    kinds: list[str] = []
    monkeypatch.setattr("shared.operation.actions.checks._wake", lambda check: kinds.append(check.kind))
    return kinds


def test_a_whole_platform_has_no_findings(database: Servers) -> None:
    """Three towns and the public host."""
    assert audit_trails() == Report(TOWNS_AND_CENTRE)
    assert mail() == Report(TOWNS_AND_CENTRE)
    assert logins() == Report(3)
    assert reconciled() == Report(3)
    assert tables() == Report(3)


def test_a_tampered_trail_is_named_with_its_first_bad_row(database: Servers, bensheim: MunicipalityRef) -> None:
    """The others are still looked at."""
    with inside(realm_of(bensheim)):
        for number in range(3):
            with transaction.atomic():
                record("accounts.signed_in", by=SYSTEM, details={"number": number})
        last = Entry.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    table = sql.Identifier(bensheim.schema, "audit_entry")
    with database.superuser_connection() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(sql.SQL("UPDATE {} SET actor_label = 'X' WHERE sequence = %s").format(table), [last - 1])
    report = audit_trails()
    assert report.checked == TOWNS_AND_CENTRE
    assert report.findings == (Finding("Bensheim", f"Zeile {last - 1}: Diese Zeile wurde verändert."),)


def test_mail_that_did_not_arrive_is_counted_where_it_lies(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """Old failures and fresh ones that still wait do not count."""
    now = timezone.now()
    rows = {
        bensheim: [("failed", now), ("failed", now - timedelta(days=30)), ("waiting", now)],
        butzbach: [("failed", now), ("failed", now), ("waiting", now - timedelta(hours=3)), ("sent", now)],
    }
    for town, mails in rows.items():
        with inside(realm_of(town)):
            for number, (state, created) in enumerate(mails):
                made = OutgoingMail.objects.create(
                    key=f"test:{number}", kind="test", recipient="a@b.example", state=state, next_attempt_at=now
                )
                OutgoingMail.objects.filter(pk=made.pk).update(created_at=created)
    assert mail().findings == (
        Finding("Bensheim", "nicht zustellbar: 1"),
        Finding("Butzbach", "nicht zustellbar: 2, warten zu lange: 1"),
    )


@pytest.mark.parametrize(
    ("deed", "problem"),
    [
        ("ALTER ROLE {0} PASSWORD 'mine'", "Die Datenbankrolle konnte sich nicht anmelden."),
        ("ALTER ROLE {0} SET search_path = public", "Die Datenbankrolle konnte sich nicht anmelden."),
        (
            "ALTER ROLE {0} IN DATABASE kisi_test SET search_path = public",
            "Die Datenbankrolle konnte sich nicht anmelden.",
        ),
        ("ALTER ROLE {0} SET statement_timeout = 0", "Die Datenbankrolle hatte fremde Voreinstellungen."),
    ],
)
def test_a_role_that_locked_its_own_town_out_is_healed_and_named(
    schwalbach: MunicipalityRef, deed: str, problem: str
) -> None:
    """The deed is done by the town's own role: PostgreSQL allows it."""
    with inside(realm_of(schwalbach)), connection.cursor() as cursor:
        cursor.execute(deed.format(schwalbach.schema))
    report = logins()
    assert report.findings == (
        Finding("Schwalbach am Taunus", f"{problem} Das ist behoben. Bitte klären Sie die Ursache."),
    )
    assert logins() == Report(4)


def test_a_schema_without_a_town_is_found(database: Servers) -> None:
    """What reconciling finds stands under the schema's own name where no municipality has it."""
    with database.superuser_connection() as admin:
        admin.execute("CREATE SCHEMA m_00000000000000")
    expected = "m_00000000000000: Das Schema gehört zu keiner Kommune."
    assert reconciled().findings == (Finding("m_00000000000000", expected),)


@pytest.mark.parametrize(
    ("deed", "parts"),
    [
        (
            "DROP TABLE {0}.needs_decision CASCADE",
            "Tabellen (needs_decision); Spalten (needs_decision); Bedingungen (needs_decision); ",
        ),
        ("ALTER TABLE {0}.needs_need ALTER COLUMN title DROP NOT NULL", "Spalten (needs_need). Bitte"),
        ("DROP TRIGGER {trigger} ON {0}.needs_decision", "Auslöser (needs_decision). Bitte"),
    ],
)
def test_tables_that_are_not_like_the_template_are_named(
    database: Servers, schwalbach: MunicipalityRef, deed: str, parts: str
) -> None:
    """Whoever did it: a hand in the database, half a restore. Its migration records still say that all is well."""
    with database.superuser_connection() as admin:
        found = admin.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY tgname",
            [f"{schwalbach.schema}.needs_decision"],
        ).fetchone()
        admin.execute(deed.format(schwalbach.schema, trigger=found[0] if found else ""))
    (finding,) = tables().findings
    assert finding.name == "Schwalbach am Taunus"
    assert finding.problem.startswith(f"Anders als in der Vorlage: {parts}")


def test_a_check_runs_once_however_often_it_is_woken(central: None, woken: list[str]) -> None:
    """Asked twice while open: one row; woken twice: done once."""
    first = request_check(CheckKind.MAIL, by=OPERATOR)
    assert request_check(CheckKind.MAIL, by=OPERATOR).pk == first.pk
    assert woken == ["mail"]
    run_check(first.pk)
    done = Check.objects.get()
    assert (done.state, done.checked, done.findings, done.ok) == ("done", TOWNS_AND_CENTRE, [], True)
    finished = done.finished_at
    run_check(first.pk)
    assert Check.objects.get().finished_at == finished
    assert list(Entry.objects.filter(event="operation.check_requested").values_list("actor_label", flat=True)) == [
        "Tariq Aziz"
    ]


def test_a_check_that_ends_while_it_is_asked_for_answers(
    central: None, woken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the refusal of a second row and the reading of the first a worker can be done with that one."""
    first = request_check(CheckKind.MAIL, by=OPERATOR)
    run_check(first.pk)

    def refused(**_fields: Any) -> Check:
        raise IntegrityError("operation_check_once_open")

    monkeypatch.setattr(Check.objects, "create", refused)
    assert request_check(CheckKind.MAIL, by=OPERATOR).pk == first.pk
    assert woken == ["mail"]


def test_a_check_that_breaks_says_so_in_its_row(central: None, woken: list[str], monkeypatch: Any) -> None:
    """The worker goes on, and the next one can be asked for."""
    monkeypatch.setitem(CHECKS, CheckKind.MAIL, lambda: 1 / 0)
    run_check(request_check(CheckKind.MAIL, by=OPERATOR).pk)
    broken = Check.objects.get()
    assert (broken.state, broken.problem) == ("failed", "ZeroDivisionError: division by zero")
    assert request_check(CheckKind.MAIL, by=OPERATOR).pk != broken.pk


def test_due_checks_begin_by_themselves_and_forgotten_ones_are_woken(
    central: None, woken: list[str], settings: Any
) -> None:
    """First all, then none, then those whose time has come; a lost message or a killed worker costs time only."""
    settings.KISI_CHECK_MINUTES = {"audit": 1440, "reconciling": 1440, "logins": 15, "tables": 1440, "mail": 5}
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False) as clock:
        assert begin_due_checks() == 5
        assert begin_due_checks() == 0
        assert wake_forgotten_checks() == 0
        clock.shift(timedelta(seconds=settings.KISI_CHECK_STALE_SECONDS + 1))
        assert wake_forgotten_checks() == 5
        Check.objects.update(state=CheckState.DONE)
        clock.shift(timedelta(minutes=5))
        woken.clear()
        assert begin_due_checks() == 1
        assert woken == ["mail"]
        Check.objects.filter(kind="mail", state="queued").update(state="running", started_at=timezone.now())
        clock.shift(timedelta(seconds=settings.KISI_CHECK_LIMIT_SECONDS + 1))
        assert wake_forgotten_checks() == 1
        assert Check.objects.filter(kind="mail", state="queued").count() == 1


def test_old_results_are_forgotten(central: None, settings: Any) -> None:
    """Of each kind the newest stay."""
    settings.KISI_CHECKS_KEPT = 2
    for number in range(4):
        keep_report(CheckKind.AUDIT, Report(number), by=OPERATOR, started_at=timezone.now())
    keep_report(CheckKind.MAIL, Report(9), by=OPERATOR, started_at=timezone.now())
    assert list(Check.objects.filter(kind="audit").values_list("checked", flat=True)) == [3, 2]
    assert Check.objects.filter(kind="mail").count() == 1


def test_a_provisioning_check_runs_with_the_provisioners_rights(database: Servers, woken: list[str]) -> None:
    """The row is written by the provisioner's own role; pruning too."""
    with inside(CENTRAL):
        check = request_check(CheckKind.LOGINS, by=OPERATOR)
    with inside(PROVISIONING):
        run_check(check.pk)
    with inside(CENTRAL):
        assert Check.objects.get().checked == 3
