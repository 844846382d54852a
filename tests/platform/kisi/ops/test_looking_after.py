"""`kisi audit verify` and `kisi municipality reconcile`: what they say, what they keep, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from psycopg import sql
from typer.testing import CliRunner, Result

from kisi.audit.actions import record
from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.ops.commands.tree import app
from kisi.ops.exit_codes import CommandError, ExitCode
from shared.operation.models import Check
from tests.servers import Servers


@pytest.fixture
def kisi(database: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """``kisi("audit", "verify")`` in this process, on this test's database."""
    for module in ("audit", "municipality"):
        monkeypatch.setattr(f"kisi.ops.commands.{module}.enter", lambda _path: None)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--data-dir", str(tmp_path)])

    return call


@pytest.fixture
def tampered(database: Servers, bensheim: MunicipalityRef) -> int:
    """The number of a row of Bensheim's trail that a superuser changed."""
    with inside(realm_of(bensheim)):
        for _three in range(3):
            with transaction.atomic():
                record("accounts.signed_in", by=SYSTEM)
    with database.superuser_connection() as admin:
        admin.execute("SET session_replication_role = replica")
        table = sql.Identifier(bensheim.schema, "audit_entry")
        admin.execute(sql.SQL("UPDATE {} SET actor_label = 'X' WHERE sequence = 2").format(table))
    return 2


def kept() -> list[tuple[str, int, int]]:
    """Kind, number of things looked at and of findings of every kept result."""
    with inside(CENTRAL):
        return [(check.kind, check.checked, len(check.findings)) for check in Check.objects.all()]


def test_whole_trails(kisi: Any) -> None:
    """0, a sentence or JSON; the operator's page shows both runs."""
    said = kisi("audit", "verify")
    assert (said.exit_code, said.stdout) == (0, "Alles vollständig: 4 Protokolle geprüft.\n")
    assert json.loads(kisi("audit", "verify", "--json").stdout) == {"ok": True, "checked": 4, "findings": []}
    assert kept() == [("audit", 4, 0)] * 2


def test_the_first_bad_row_is_named(kisi: Any, tampered: int) -> None:
    """With exit code 1, for all and for the one."""
    everywhere = kisi("audit", "verify", "--json")
    assert everywhere.exit_code == 1
    problem = f"Zeile {tampered}: Diese Zeile wurde verändert."
    assert json.loads(everywhere.stdout)["findings"] == [{"name": "Bensheim", "problem": problem}]
    one = kisi("audit", "verify", "--municipality", "bensheim", "--json")
    assert (one.exit_code, json.loads(one.stdout)["first_bad"]) == (1, tampered)
    for_people = kisi("audit", "verify", "--municipality", "bensheim")
    assert for_people.exit_code == 1
    assert problem in for_people.stdout
    assert kisi("audit", "verify", "--municipality", "butzbach").exit_code == 0
    assert kept() == [("audit", 4, 1)]


def test_an_unknown_town_is_a_wrong_call(kisi: Any) -> None:
    """With the way out in the sentence."""
    error = kisi("audit", "verify", "--municipality", "atlantis").exception
    assert isinstance(error, CommandError)
    assert (error.code, "kisi municipality list" in str(error)) == (ExitCode.USAGE, True)


def test_reconciling(kisi: Any, database: Servers) -> None:
    """0 where everything fits, 1 with the finding where it does not."""
    whole = kisi("municipality", "reconcile")
    assert (whole.exit_code, whole.stdout) == (0, "Alles stimmt überein: 3 Kommunen verglichen.\n")
    with database.superuser_connection() as admin:
        admin.execute("CREATE SCHEMA m_00000000000000")
    half = kisi("municipality", "reconcile", "--json")
    assert half.exit_code == 1
    assert [one["name"] for one in json.loads(half.stdout)["findings"]] == ["m_00000000000000"]
    assert "Das Schema gehört zu keiner Kommune." in kisi("municipality", "reconcile").stdout
    assert kept() == [("reconciling", 3, 1), ("reconciling", 3, 1), ("reconciling", 3, 0)]
