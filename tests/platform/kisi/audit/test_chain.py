"""The database keeps the trail: who may only INSERT chooses nothing and changes nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from kisi.audit.actions import OutsideTransaction, record, record_read
from kisi.audit.models import Entry, Head
from kisi.audit.verification import verify
from kisi.core.actors import SYSTEM, Actor
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from tests.servers import Servers

ELIF = Actor("user", "7", "Elif Demir")


def recorded(event: str = "tests.done", **more: object) -> None:
    with transaction.atomic():
        record(event, by=ELIF, **more)  # type: ignore[arg-type]


def test_an_entry_says_who_did_what_when(in_bensheim: MunicipalityRef) -> None:
    """All that was given, and what the database adds."""
    recorded("accounts.invited", subject="accounts.user:3", details={"role": "guide", "n": 1.5})
    entry = Entry.objects.get()
    assert (entry.sequence, entry.event, entry.subject) == (1, "accounts.invited", "accounts.user:3")
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("user", "7", "Elif Demir")
    assert entry.details == {"role": "guide", "n": 1.5}
    assert entry.database_role == in_bensheim.schema
    assert entry.is_read is False
    assert len(bytes(entry.hash)) == 32


def test_recording_needs_a_transaction(in_bensheim: MunicipalityRef) -> None:
    """Else the row could stay although what it tells of was rolled back."""
    with pytest.raises(OutsideTransaction):
        record("tests.done", by=SYSTEM)
    assert not Entry.objects.exists()


def test_a_rolled_back_action_leaves_no_entry_and_no_gap(in_bensheim: MunicipalityRef) -> None:
    """The chain goes on where it really ended."""
    recorded()
    with transaction.atomic():
        record("tests.undone", by=ELIF)
        transaction.set_rollback(True)
    recorded()
    entries = Entry.objects.order_by("sequence").values_list("sequence", "event")
    assert list(entries) == [(1, "tests.done"), (2, "tests.done")]
    assert verify(realm_of(in_bensheim)).ok


def test_reads_of_personal_records_are_entries_of_their_own(in_bensheim: MunicipalityRef) -> None:
    """A page that only reads has no transaction of its own."""
    record_read("persons.seen", by=ELIF, subject="contacts.person:9")
    assert Entry.objects.get().is_read is True


def test_the_inserting_role_chooses_nothing(in_bensheim: MunicipalityRef) -> None:
    """Number, time, role and hashes come from the trigger."""
    recorded()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (sequence, recorded_at, database_role, is_read, event, actor_kind, actor_id,"
            " actor_label, subject, details, previous_hash, hash)"
            " VALUES (99, '2020-01-01', 'kisi_owner', false, 'x', 'user', '1', 'x', '', '{}', 'a', 'b')"
        )
    entry = Entry.objects.get(event="x")
    assert (entry.sequence, entry.database_role) == (2, in_bensheim.schema)
    assert entry.recorded_at.year > 2020
    assert verify(realm_of(in_bensheim)).ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET event = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_head SET sequence = 0",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (1, 0, '')",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "SELECT sequence FROM audit_head FOR UPDATE",
        "INSERT INTO public.audit_entry (event) VALUES ('x')",
        "SELECT 1 FROM public.audit_anchoring_auditanchor",
    ],
)
def test_a_municipalitys_role_may_only_append(in_bensheim: MunicipalityRef, statement: str) -> None:
    """Neither the rows nor the head nor the anchors."""
    recorded()
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["audit_entry", "public.audit_entry", "public.audit_anchoring_auditanchor"])
def test_even_a_superuser_meets_the_refusing_trigger(
    database: Servers, in_bensheim: MunicipalityRef, statement: str, table: str
) -> None:
    """A slip of the hand changes nothing; who switches the trigger off is found by the check."""
    recorded()
    with inside(CENTRAL):
        recorded()
    with database.superuser_connection() as admin:
        admin.execute("INSERT INTO public.audit_anchoring_auditanchor (schema, sequence, hash) VALUES ('x', 1, '')")
        admin.execute(f"SET search_path = {in_bensheim.schema}")
        sql = statement.format(table).replace("id = id", "hash = hash")
        with pytest.raises(Exception, match="never changed or deleted"):
            admin.execute(sql)


def test_every_schema_has_a_chain_of_its_own(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, schwalbach: MunicipalityRef, central: None
) -> None:
    """Also a municipality that was only just put on board, and the public host."""
    for municipality in (bensheim, butzbach, schwalbach):
        with inside(realm_of(municipality)):
            recorded()
            assert Entry.objects.get().sequence == 1
    recorded()
    assert Entry.objects.get().database_role == "kisi_central"


def test_the_chain_stays_whole_when_many_write_at_once(bensheim: MunicipalityRef) -> None:
    """Eight threads, one chain: no gap, no fork."""

    def write() -> None:
        with inside(realm_of(bensheim)):
            for _ in range(25):
                recorded()
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with inside(realm_of(bensheim)):
        assert Entry.objects.count() == Head.objects.get().sequence == 200
    assert verify(realm_of(bensheim)).ok


def test_the_hash_does_not_depend_on_the_session(in_bensheim: MunicipalityRef) -> None:
    """Written under one set of settings, checked under another."""
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in ("timezone = 'Asia/Kolkata'", "datestyle = 'SQL, DMY'", "bytea_output = 'escape'"):
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute(
            "INSERT INTO audit_entry (is_read, event, actor_kind, actor_id, actor_label, subject, details)"
            " VALUES (false, 'x', 'user', '1', 'x', '', %s)",
            ['{"n": 0.30000000000000004, "s": "ß\\n\\"{é"}'],
        )
    assert verify(realm_of(in_bensheim)).ok
