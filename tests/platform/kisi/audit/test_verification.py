"""A superuser tampers with a trail; the check finds it and names the first bad row."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from kisi.audit.actions import record
from kisi.audit.anchoring.actions import anchor_head
from kisi.audit.anchoring.tasks import anchor_all_heads
from kisi.audit.verification import Fault, Link, Verdict, anchors_of, verify, verify_chain
from kisi.celery import app
from kisi.core.actors import Actor
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.tenancy.directory import reachable_municipalities
from tests.servers import Servers

ROWS = 60
ANCHORED = (20, 50)
TAMPERINGS = 1000
COLUMNS = {
    "event": "event || 'x'",
    "actor_id": "actor_id || '1'",
    "actor_kind": "'system'",
    "actor_label": "upper(actor_label)",
    "subject": "subject || ' '",
    "details": "details || '{\"n\": -1}'",
    "is_read": "NOT is_read",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "database_role": "'kisi_owner'",
    "hash": "sha256(hash)",
    "previous_hash": "sha256(previous_hash)",
}
RESEAL = """UPDATE audit_entry SET hash = sha256(convert_to(jsonb_build_array(
    sequence, (extract(epoch FROM recorded_at) * 1000000)::bigint, database_role, is_read, event, actor_kind,
    actor_id, actor_label, subject, details, encode(previous_hash, 'hex'))::text, 'UTF8')) WHERE sequence = %s"""


class Trail:
    """Bensheim's trail under a superuser's hands."""

    def __init__(self, admin: psycopg.Connection[Any], schema: str, anchors: list[Link]) -> None:
        self.admin, self.schema, self.anchors = admin, schema, anchors

    def execute(self, sql: str, *params: Any) -> None:
        self.admin.execute(sql, params)  # type: ignore[arg-type]

    def verdict(self) -> Verdict:
        with self.admin.cursor() as cursor:
            return verify_chain(cursor, self.schema, self.anchors, chunk=16)

    def reseal(self, first: int) -> None:
        """Compute the chain anew from a row on, as somebody would who knows the program."""
        for sequence in range(first, ROWS + 1):
            self.execute(RESEAL, sequence)
            self.execute(
                "UPDATE audit_entry SET previous_hash = (SELECT hash FROM audit_entry WHERE sequence = %s)"
                " WHERE sequence = %s",
                sequence,
                sequence + 1,
            )
        self.head_follows()

    def head_follows(self) -> None:
        self.execute(
            "UPDATE audit_head SET (sequence, hash) ="
            " (SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1)"
        )


@pytest.fixture
def trail(database: Servers, bensheim: MunicipalityRef) -> Iterator[Trail]:
    """Sixty rows, anchored after the twentieth and the fiftieth."""
    with inside(realm_of(bensheim)):
        for number in range(1, ROWS + 1):
            with transaction.atomic():
                elif_or_other = Actor("user", str(number % 5), "Elif")
                record("tests.done", by=elif_or_other, subject=f"x:{number}", details={"n": number})
            if number in ANCHORED:
                anchor_head()
    with inside(CENTRAL):
        anchors = anchors_of(bensheim.schema)
    assert [anchor.sequence for anchor in anchors] == list(ANCHORED)
    with database.superuser_connection() as admin:
        admin.execute(f"SET search_path = {bensheim.schema}")
        admin.execute("SET session_replication_role = replica")
        yield Trail(admin, bensheim.schema, anchors)


def change(trail: Trail, dice: random.Random) -> int:
    row, column = dice.randint(1, ROWS), dice.choice(list(COLUMNS))
    trail.execute(f"UPDATE audit_entry SET {column} = {COLUMNS[column]} WHERE sequence = %s", row)
    return row


def change_and_reseal(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ROWS)
    trail.execute("UPDATE audit_entry SET subject = 'forged' WHERE sequence = %s", row)
    trail.execute(RESEAL, row)
    return row


def remove(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ROWS)
    trail.execute("DELETE FROM audit_entry WHERE sequence = %s", row)
    return row


def remove_and_renumber(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ROWS - 1)
    trail.execute("DELETE FROM audit_entry WHERE sequence = %s", row)
    trail.execute("UPDATE audit_entry SET sequence = -sequence WHERE sequence > %s", row)
    trail.execute("UPDATE audit_entry SET sequence = -sequence - 1 WHERE sequence < 0")
    return row


def swap(trail: Trail, dice: random.Random) -> int:
    one, other = sorted(dice.sample(range(1, ROWS + 1), 2))
    trail.execute("UPDATE audit_entry SET sequence = -1 WHERE sequence = %s", one)
    trail.execute("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", one, other)
    trail.execute("UPDATE audit_entry SET sequence = %s WHERE sequence = -1", other)
    return one


def insert(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ROWS)
    trail.execute("UPDATE audit_entry SET sequence = -sequence WHERE sequence >= %s", row)
    trail.execute("UPDATE audit_entry SET sequence = -sequence + 1 WHERE sequence < 0")
    trail.execute(
        "INSERT INTO audit_entry SELECT %s, recorded_at, database_role, is_read, 'forged', actor_kind, actor_id,"
        " actor_label, subject, details, previous_hash, hash FROM audit_entry WHERE sequence = %s",
        row,
        row + 1,
    )
    trail.execute(RESEAL, row)
    return row + 1  # the forged row is sealed well; the one behind it was moved


def append(trail: Trail, dice: random.Random) -> int:
    trail.execute(
        "INSERT INTO audit_entry SELECT sequence + 1, recorded_at, database_role, is_read, 'forged', actor_kind,"
        " actor_id, actor_label, subject, details, hash, '' FROM audit_entry WHERE sequence = %s",
        ROWS,
    )
    trail.execute(RESEAL, ROWS + 1)
    return ROWS + 1


def cut_off(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ROWS)
    trail.execute("DELETE FROM audit_entry WHERE sequence >= %s", row)
    return row


def cut_off_with_head(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ANCHORED[-1])
    trail.execute("DELETE FROM audit_entry WHERE sequence >= %s", row)
    trail.head_follows() if row > 1 else trail.execute("DELETE FROM audit_head")
    return row


def rewrite_everything(trail: Trail, dice: random.Random) -> int:
    row = dice.randint(1, ANCHORED[-1])
    trail.execute("UPDATE audit_entry SET subject = 'forged' WHERE sequence = %s", row)
    trail.reseal(row)
    return max((anchor for anchor in ANCHORED if anchor < row), default=0) + 1


def forge_head(trail: Trail, dice: random.Random) -> int:
    trail.execute(dice.choice(["DELETE FROM audit_head", "UPDATE audit_head SET hash = sha256(hash)"]))
    return ROWS


TRICKS = {
    change: 400,
    change_and_reseal: 100,
    remove: 100,
    remove_and_renumber: 50,
    swap: 100,
    insert: 100,
    append: 20,
    cut_off: 50,
    cut_off_with_head: 40,
    rewrite_everything: 20,
    forge_head: 20,
}


def test_a_thousand_tamperings_are_found_and_named(trail: Trail) -> None:
    """Each in a transaction of its own that is rolled back."""
    dice = random.Random(20261122)
    assert trail.verdict() == Verdict(trail.schema, ROWS)
    assert sum(TRICKS.values()) == TAMPERINGS
    found: Counter[str] = Counter()
    for trick, times in TRICKS.items():
        for _ in range(times):
            with trail.admin.transaction(force_rollback=True):
                expected = trick(trail, dice)
                verdict = trail.verdict()
                assert not verdict.ok, f"{trick.__name__} was not seen"
                assert verdict.first_bad == expected, f"{trick.__name__}: {verdict}"
                found[trick.__name__] += 1
    assert sum(found.values()) == TAMPERINGS
    assert trail.verdict().ok


def test_without_anchors_a_rewritten_trail_would_not_be_seen(trail: Trail) -> None:
    """The planted fault: it is the anchors that find a trail rewritten as a whole."""
    with trail.admin.transaction(force_rollback=True):
        trail.execute("UPDATE audit_entry SET subject = 'forged' WHERE sequence = 10")
        trail.reseal(10)
        assert trail.verdict().fault is Fault.REWRITTEN
        trail.anchors = []
        assert trail.verdict().ok


def test_the_message_names_row_and_municipality(trail: Trail, bensheim: MunicipalityRef) -> None:
    """What the command prints."""
    trail.execute("UPDATE audit_entry SET subject = 'forged' WHERE sequence = 31")
    realms = [CENTRAL, *map(realm_of, reachable_municipalities())]
    verdicts = {verdict.name: verdict for verdict in map(verify, realms)}
    assert set(verdicts) == {"Zentrale", "Bensheim", "Butzbach", "Oestrich-Winkel"}
    assert verdicts["Bensheim"].explanation == "Zeile 31: Diese Zeile wurde verändert."
    assert all(verdict.ok for name, verdict in verdicts.items() if name != "Bensheim")


def test_rows_written_during_the_check_are_not_taken_for_forged(trail: Trail, bensheim: MunicipalityRef) -> None:
    """The check reads one snapshot."""
    with inside(realm_of(bensheim)), transaction.atomic():
        record("tests.done", by=Actor("user", "1", "Elif"))
    assert verify(realm_of(bensheim)).entries == ROWS + 1


def test_heads_are_anchored_once_a_day(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every trail that has rows gets an anchor a day, an empty one none."""
    monkeypatch.setitem(app.conf, "task_always_eager", value=True)  # type: ignore[arg-type]
    for _ in range(2):
        for realm in (CENTRAL, realm_of(bensheim)):
            with inside(realm), transaction.atomic():
                record("tests.done", by=Actor("user", "1", "Elif"))
        anchor_all_heads.delay()
    with inside(CENTRAL):
        assert [anchor.sequence for anchor in anchors_of("public")] == [1]
        assert [anchor.sequence for anchor in anchors_of(bensheim.schema)] == [1]
        assert anchors_of(butzbach.schema) == []
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            anchor_all_heads.delay()
        assert [anchor.sequence for anchor in anchors_of(bensheim.schema)] == [1, 2]
