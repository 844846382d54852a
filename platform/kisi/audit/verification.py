"""Checks audit trails: recomputes every link and compares the end with head and anchors.

The text that is hashed is built here anew and not by the schema's own function, so that a function
somebody exchanged does not vouch for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Protocol

from django.db import connection, transaction

from kisi.core.realms import CENTRAL, Realm, inside
from kisi.tenancy.database import quoted

CHUNK: Final = 20_000
"""Rows one statement checks: far below the statement timeout of a municipality's role."""

_CANONICAL: Final = """jsonb_build_array(
    sequence, (extract(epoch FROM recorded_at) * 1000000)::bigint, database_role, is_read, event, actor_kind,
    actor_id, actor_label, subject, details, encode(previous_hash, 'hex'))::text"""
# A chunk comes back as one row: its first bad link, else its last row.
_CHUNK: Final = f"""
WITH chunk AS (SELECT * FROM {{schema}}.audit_entry WHERE sequence > %s ORDER BY sequence LIMIT %s),
     link AS (
       SELECT sequence, hash, previous_hash, row_number() OVER w AS position,
              coalesce(lag(hash) OVER w, %s) AS before,
              sha256(convert_to({_CANONICAL}, 'UTF8')) AS computed
         FROM chunk WINDOW w AS (ORDER BY sequence)),
     checked AS (
       SELECT *, sequence IS DISTINCT FROM position + %s OR hash IS DISTINCT FROM computed
              OR previous_hash IS DISTINCT FROM before AS bad FROM link)
SELECT sequence, position, hash, bad, hash IS NOT DISTINCT FROM computed
  FROM checked WHERE bad OR position = (SELECT max(position) FROM checked) ORDER BY position LIMIT 1
"""  # noqa: S608 (two constants of this module; the schema's name is checked by ``quoted``)
_LOWEST: Final = -(2**63)


class Fault(StrEnum):
    """What is wrong with a trail."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    CUT_OFF = "cut_off"
    HEAD = "head"
    REWRITTEN = "rewritten"


EXPLANATIONS: Final = {
    Fault.CHANGED: "Diese Zeile wurde verändert.",
    Fault.MISSING: "Diese Zeile fehlt.",
    Fault.INSERTED: "Diese Zeile wurde nachträglich eingefügt.",
    Fault.CUT_OFF: "Ab dieser Zeile fehlt das Ende des Protokolls.",
    Fault.HEAD: "Der Kopf des Protokolls passt nicht zur letzten Zeile.",
    Fault.REWRITTEN: "Ab dieser Zeile wurde das Protokoll neu geschrieben: Es widerspricht einem Anker.",
}


@dataclass(frozen=True, slots=True)
class Link:
    """The end of a trail, or an anchor of it. Sequence 0 is the beginning."""

    sequence: int
    hash: bytes


BEGINNING: Final = Link(0, b"")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. ``first_bad`` is the number of the first bad row, ``entries`` how many were sound."""

    schema: str
    entries: int
    fault: Fault | None = None
    first_bad: int | None = None
    name: str = ""

    @property
    def ok(self) -> bool:
        """Whether the trail is whole."""
        return self.fault is None

    @property
    def explanation(self) -> str:
        """The finding in a German sentence."""
        if self.fault is None:
            return f"Das Protokoll ist vollständig ({self.entries} Zeilen)."
        return f"Zeile {self.first_bad}: {EXPLANATIONS[self.fault]}"


class _Cursor(Protocol):
    def execute(self, sql: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...


def verify(realm: Realm) -> Verdict:
    """Check the trail of one schema, logged in as its own role, against the anchors.

    Not inside a transaction: it reads one snapshot of its own, so that rows written meanwhile do not count.
    """
    with inside(CENTRAL):
        anchors = anchors_of(realm.schema)
    with inside(realm), transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        verdict = verify_chain(cursor, realm.schema, anchors)
    return replace(verdict, name=realm.municipality.name if realm.municipality else "Zentrale")


def anchors_of(schema: str) -> list[Link]:
    """The anchors of one schema, oldest first (central realm)."""
    from kisi.audit.anchoring.models import AuditAnchor  # reason: importable where the anchors' app is not installed

    rows = AuditAnchor.objects.filter(schema=schema).order_by("sequence").values_list("sequence", "hash")
    return [Link(sequence, bytes(value)) for sequence, value in rows]


def verify_chain(cursor: _Cursor, schema: str, anchors: Sequence[Link], *, chunk: int = CHUNK) -> Verdict:
    """Check one schema's trail with any cursor that may read it.

    ``anchors`` oldest first. Finds changed, missing, inserted and swapped rows; a cut-off end by the
    head or by the anchors; a trail rewritten as a whole by the anchors.
    """
    end, broken = _walk(cursor, schema, chunk)
    fault = broken or _compare_with_head(cursor, schema, end) or _compare_with_anchors(cursor, schema, end, anchors)
    return Verdict(schema, end.sequence, *(fault or (None, None)))


Finding = tuple[Fault, int]


def _walk(cursor: _Cursor, schema: str, chunk: int) -> tuple[Link, Finding | None]:
    """The last sound link, and what is wrong with the one after it."""
    end, after = BEGINNING, _LOWEST
    sql = _CHUNK.format(schema=quoted(schema))
    while True:
        cursor.execute(sql, [after, chunk, end.hash, end.sequence])
        row = cursor.fetchone()
        if row is None:
            return end, None
        sequence, position, value, bad, is_own_hash_right = row
        if bad:
            expected = end.sequence + position
            return Link(expected - 1, b""), _name(sequence, expected, is_own_hash_right=is_own_hash_right)
        end, after = Link(sequence, bytes(value)), sequence


def _name(sequence: int, expected: int, *, is_own_hash_right: bool) -> Finding:
    if sequence > expected:
        return Fault.MISSING, expected
    if sequence < expected:
        return Fault.INSERTED, sequence
    if is_own_hash_right and sequence > 1:
        # The row is sound in itself but follows another one than it did: the one before was rewritten.
        return Fault.CHANGED, sequence - 1
    return Fault.CHANGED, sequence


def _compare_with_head(cursor: _Cursor, schema: str, end: Link) -> Finding | None:
    cursor.execute(f"SELECT sequence, hash FROM {quoted(schema)}.audit_head")  # noqa: S608 (a checked name)
    row = cursor.fetchone()
    head = Link(row[0], bytes(row[1])) if row else BEGINNING
    if head == end:
        return None
    if head.sequence > end.sequence:
        return Fault.CUT_OFF, end.sequence + 1
    if row is None:
        return Fault.HEAD, end.sequence
    if head.sequence < end.sequence:
        return Fault.INSERTED, head.sequence + 1
    return Fault.CHANGED, end.sequence


def _compare_with_anchors(cursor: _Cursor, schema: str, end: Link, anchors: Iterable[Link]) -> Finding | None:
    agreed = 0
    for anchor in anchors:
        if anchor.sequence > end.sequence:
            return Fault.CUT_OFF, end.sequence + 1
        if _hash_at(cursor, schema, anchor.sequence) != anchor.hash:
            return Fault.REWRITTEN, agreed + 1
        agreed = anchor.sequence
    return None


def _hash_at(cursor: _Cursor, schema: str, sequence: int) -> bytes | None:
    cursor.execute(f"SELECT hash FROM {quoted(schema)}.audit_entry WHERE sequence = %s", [sequence])  # noqa: S608
    row = cursor.fetchone()
    return bytes(row[0]) if row else None
