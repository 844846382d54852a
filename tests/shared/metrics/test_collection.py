"""Collection: every town counts itself; faults are named, nothing is counted twice, nothing unchanged is touched."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kisi.accounts import facts as account_facts
from kisi.accounts.models import User
from kisi.core.facts import Observation, collector
from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from shared.metrics.collection import running
from shared.metrics.collection.planning import begin_what_is_due, due_failures, wake_forgotten_batches
from shared.metrics.collection.running import begin_run, collect, work_on
from shared.metrics.models import CollectionBatch, CollectionRun, Contribution, FillState, MetricDefinition
from shared.metrics.vocabulary import FillStatus, JobStatus, RunReason
from tests.servers import Servers
from tests.shared.metrics.conftest import hire

STAFF = "kisi.accounts.staff"


def figures(period: Period) -> list[tuple[str, str, int]]:
    """AGS, cell and number of everything collected."""
    with inside(CENTRAL):
        rows = Contribution.objects.filter(period=period.key, metric="accounts.active").order_by("ags", "cell")
        return list(rows.values_list("ags", "cell", "numerator"))


EXPECTED = [
    ("06431002", "", 4),
    ("06431002", "role=coordinator", 1),
    ("06431002", "role=guide", 3),
    ("06439012", "", 0),
    ("06440005", "", 1),
    ("06440005", "role=guide", 1),
]


def test_three_towns_are_counted(staffed: None, period: Period) -> None:
    """Each with its own rows under its own key; the run knows it is over; the definition is on record."""
    run = collect(period)
    assert figures(period) == EXPECTED
    assert run.finished_at is not None
    with inside(CENTRAL):
        batch = run.batches.get()
        assert (batch.status, batch.counted, batch.unchanged, batch.failed) == (JobStatus.DONE, 3, 0, 0)
        states = FillState.objects.filter(collector=STAFF)
        assert sorted(states.values_list("ags", "status", "figures")) == [
            ("06431002", "done", 4), ("06439012", "done", 2), ("06440005", "done", 3),
        ]  # fmt: skip
        definition = MetricDefinition.objects.get(key="accounts.active")
        assert definition.revision == 1
        assert set(Contribution.objects.values_list("definition", flat=True)) >= {definition.digest}


def test_only_what_changed_is_counted_again(
    staffed: None, period: Period, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run touches nothing; after a change exactly that town is counted."""
    collect(period)
    with inside(CENTRAL):
        before = dict(Contribution.objects.values_list("pk", "collected_at"))
    unchanged = collect(period)
    with inside(CENTRAL):
        assert unchanged.batches.get().unchanged == 3
        assert dict(Contribution.objects.values_list("pk", "collected_at")) == before
    hire(butzbach, auditor=2)
    changed = collect(period)
    with inside(CENTRAL):
        batch = changed.batches.get()
    assert (batch.counted, batch.unchanged) == (1, 2)
    assert [row for row in figures(period) if row[0] == "06440005"] == [
        ("06440005", "", 3), ("06440005", "role=auditor", 2), ("06440005", "role=guide", 1),
    ]  # fmt: skip


def test_batches_are_cut_by_the_setting(staffed: None, period: Period, settings: Any) -> None:
    """Three towns, two a batch."""
    settings.KISI_COLLECT_BATCH = 2
    run = collect(period)
    with inside(CENTRAL):
        assert sorted(len(batch.municipality_ids) for batch in run.batches.all()) == [1, 2]
    assert figures(period) == EXPECTED


def test_two_batches_that_end_at_the_same_moment_end_the_run(
    staffed: None, period: Period, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither has committed when the other looks whether anything is open."""
    settings.KISI_COLLECT_BATCH = 2
    with inside(CENTRAL):
        run = begin_run(period, reason=RunReason.REQUEST, wake=False)
        batches = list(run.batches.values_list("pk", flat=True))
    both_worked, both_looked = Barrier(2), Barrier(2)
    finish = running._finish_run

    def finish_together(run_id: Any) -> None:
        both_worked.wait(30)
        finish(run_id)
        with suppress(BrokenBarrierError):  # who waits for the other's commit does not come here before it
            both_looked.wait(1)

    monkeypatch.setattr(running, "_finish_run", finish_together)

    def work(batch: Any) -> None:
        with inside(CENTRAL):
            work_on(batch)
        connection.close()

    threads = [Thread(target=work, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with inside(CENTRAL):
        run.refresh_from_db()
        assert [batch.status for batch in run.batches.all()] == [JobStatus.DONE] * 2
        assert run.finished_at is not None


def test_a_failing_town_is_named_retried_and_never_zero(
    staffed: None, period: Period, bensheim: MunicipalityRef, database: Servers, settings: Any
) -> None:
    """Its table is locked away; the others are counted; later it is tried again by itself."""
    logging.disable(logging.ERROR)
    with database.superuser_connection() as admin:
        admin.execute(f"REVOKE SELECT ON {bensheim.schema}.accounts_user FROM {bensheim.schema}")
        run = collect(period)
        assert figures(period) == [row for row in EXPECTED if row[0] != "06431002"]
        with inside(CENTRAL):
            batch = run.batches.get()
            assert (batch.counted, batch.failed) == (2, 1)
            state = FillState.objects.get(ags="06431002", collector=STAFF)
            assert (state.status, state.attempts, state.error) == (FillStatus.FAILED, 1, "ProgrammingError (42501)")
            assert state.finished_at is None
            assert due_failures() == {}
        admin.execute(f"GRANT SELECT ON {bensheim.schema}.accounts_user TO {bensheim.schema}")
    logging.disable(logging.NOTSET)
    with inside(CENTRAL):
        FillState.objects.filter(pk=state.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))
        # Both open periods were looked through just now, so what is due is the failed town alone.
        begin_run(period.previous, reason=RunReason.SCHEDULE, wake=False)
        for open_batch in CollectionBatch.objects.filter(status=JobStatus.QUEUED):
            work_on(open_batch.pk)
        (retry,) = begin_what_is_due()
        assert (retry.reason, retry.period, retry.towns) == (RunReason.RETRY, period.key, 1)
        work_on(retry.batches.get().pk)
        assert FillState.objects.get(pk=state.pk).status == FillStatus.DONE
    assert figures(period) == EXPECTED


def test_waiting_grows_with_every_failure(
    staffed: None, period: Period, monkeypatch: pytest.MonkeyPatch, bensheim: MunicipalityRef
) -> None:
    """60, 120, 240 seconds; what the fault said is not kept."""
    logging.disable(logging.ERROR)
    source = collector(STAFF)

    def fails(_period: Period, _accounts: Any) -> list[Observation]:
        raise RuntimeError("Kim Beispiel wohnt in der Hauptstraße")

    object.__setattr__(source, "run", fails)
    try:
        waits = []
        for _ in range(3):
            collect(period, towns=[bensheim])
            with inside(CENTRAL):
                state = FillState.objects.get(collector=STAFF)
            assert state.next_attempt_at is not None
            waits.append(round((state.next_attempt_at - state.started_at).total_seconds()))
        assert waits == [60, 120, 240]
        assert state.error == "RuntimeError"
    finally:
        object.__setattr__(source, "run", account_facts.staff)
        logging.disable(logging.NOTSET)


def test_numbers_of_before_stay_when_counting_fails(staffed: None, period: Period, bensheim: MunicipalityRef) -> None:
    """A collector that breaks half-way leaves nothing half: its transaction is gone."""
    collect(period)
    logging.disable(logging.ERROR)
    source = collector(STAFF)

    def breaks(asked: Period, accounts: Any) -> Any:
        yield from list(account_facts.staff(asked, accounts))[:1]
        raise RuntimeError

    hire(bensheim, guide=1)
    object.__setattr__(source, "run", breaks)
    try:
        collect(period)
    finally:
        object.__setattr__(source, "run", account_facts.staff)
        logging.disable(logging.NOTSET)
    assert figures(period) == EXPECTED
    with inside(CENTRAL):
        assert FillState.objects.get(ags="06431002", collector=STAFF).status == FillStatus.FAILED


def test_a_batch_is_done_once_and_a_forgotten_one_is_woken(
    staffed: None, period: Period, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claiming keeps a second worker out; silence lets it in."""
    woken: list[Any] = []
    monkeypatch.setattr("shared.metrics.collection.planning.send_wake_up", woken.append)
    with inside(CENTRAL):
        run = begin_run(period, reason=RunReason.REQUEST, wake=False)
        batch = run.batches.get()
        assert wake_forgotten_batches() == 0
        CollectionBatch.objects.update(status=JobStatus.RUNNING, starts=1)
        assert not work_on(batch.pk)
        CollectionBatch.objects.update(touched_at=timezone.now() - timedelta(seconds=61))
        assert wake_forgotten_batches() == 1
        assert woken == [batch.pk]
        assert work_on(batch.pk)
        assert not work_on(batch.pk)
        batch.refresh_from_db()
        assert (batch.status, batch.starts) == (JobStatus.DONE, 2)
        assert CollectionRun.objects.get().finished_at is not None
        assert wake_forgotten_batches() == 0


def test_a_batch_that_always_dies_is_given_up(staffed: None, period: Period, settings: Any) -> None:
    """After ``KISI_JOB_STARTS`` attempts the run can end."""
    with inside(CENTRAL):
        run = begin_run(period, reason=RunReason.REQUEST, wake=False)
        silent = timezone.now() - timedelta(hours=1)
        CollectionBatch.objects.update(status=JobStatus.RUNNING, starts=settings.KISI_JOB_STARTS, touched_at=silent)
        assert wake_forgotten_batches() == 0
        run.refresh_from_db()
        assert run.finished_at is not None
        assert run.batches.get().status == JobStatus.FAILED


def test_what_is_due_begins_once(staffed: None, database: Servers) -> None:
    """Two open half-years, one run each; asked again at once: nothing."""
    with inside(CENTRAL):
        assert len(begin_what_is_due()) == 2
        assert begin_what_is_due() == []


def test_a_town_without_changes_costs_one_query_a_collector(
    staffed: None, period: Period, bensheim: MunicipalityRef
) -> None:
    """What keeps "nothing changed" cheap for many towns."""
    from shared.metrics.collection.counting import count

    collect(period)
    with inside(CENTRAL):
        mark = FillState.objects.get(ags=bensheim.ags, collector=STAFF).fingerprint
    with inside(realm_of(bensheim)), CaptureQueriesContext(connection) as queries:
        assert not count(collector(STAFF), period, known=mark)
    assert len(queries) == 1


def test_the_wording_of_a_metric_has_a_history(
    database: Servers, registry: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new wording closes the old one; a metric that is gone keeps its rows."""
    import dataclasses

    from kisi.core.facts import declaring, metric
    from shared.metrics.definitions import mirror

    mirror()
    assert mirror() == 0
    one = metric("accounts.active")
    declaring._metrics["accounts.active"] = dataclasses.replace(one, unit="Personen", _by_dimensions={})
    assert mirror() == 1
    with inside(CENTRAL):
        rows = list(MetricDefinition.objects.filter(key="accounts.active").order_by("revision"))
        assert [(row.content["unit"], row.replaced_at is None) for row in rows] == [
            ("Konten", False), ("Personen", True),
        ]  # fmt: skip
        del declaring._metrics["accounts.active"]
        mirror()
        assert not MetricDefinition.objects.filter(key="accounts.active", replaced_at=None).exists()


def test_a_left_account_is_counted_out(staffed: None, period: Period, bensheim: MunicipalityRef) -> None:
    """The fingerprint sees a deactivated account."""
    collect(period)
    with inside(realm_of(bensheim)):
        User.objects.filter(role="coordinator").update(is_active=False)
    collect(period)
    assert [row for row in figures(period) if row[0] == "06431002"] == [
        ("06431002", "", 3), ("06431002", "role=guide", 3),
    ]  # fmt: skip
