"""A municipality leaves: closed, archived, kept, dropped – and nobody else notices."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.tenancy.directory import all_municipalities, forget_directory
from shared.municipalities.actions import StatusNotPossible, activate_municipality
from shared.municipalities.models import Domain, Municipality
from shared.onboarding.actions import (
    NotCancellable,
    NotRetryable,
    OffboardingRefused,
    cancel_offboarding,
    request_offboarding,
    retry_offboarding,
)
from shared.onboarding.archive import restore_archive, verify_archive
from shared.onboarding.models import Offboarding, Onboarding
from tests.servers import Servers
from tests.shared.onboarding.fingerprints import rows_of, structure_of, traces_of
from tests.shared.onboarding.jobs import INTEGRATOR, OBERZENT, answer_of, ask, fresh, step, steps_of, work
from tests.shared.onboarding.lives import live_in

ALL_STEPS = ["close", "archive", "grace", "drop", "remove_files"]


@pytest.fixture
def oberzent(ready: Servers) -> MunicipalityRef:
    """Oberzent, on board through an onboarding and with a life of its own."""
    work(ask())
    forget_directory()
    ref = next(ref for ref in all_municipalities() if ref.ags == OBERZENT)
    live_in(ref, canary="kranich")
    return ref


def leave(ref: MunicipalityRef, **more: Any) -> Offboarding:
    """Ask for the off-boarding as the operator does."""
    with inside(CENTRAL):
        return request_offboarding(Municipality.objects.get(pk=ref.id), by=INTEGRATOR, **more)


def status_of(ref: MunicipalityRef) -> str:
    """The municipality's status."""
    with inside(CENTRAL):
        return Municipality.objects.get(pk=ref.id).status


def cached_keys(servers: Servers, ref: MunicipalityRef) -> int:
    """How many keys of a municipality the server holds."""
    with redis.Redis.from_url(servers.redis_url) as client:
        return len(list(client.scan_iter(match=f"{ref.schema}:*")))


def let_grace_pass(offboarding: Offboarding) -> None:
    """Turn the calendar instead of waiting a month."""
    with inside(CENTRAL):
        past = timezone.now() - timedelta(seconds=1)
        Offboarding.objects.filter(pk=offboarding.pk).update(due_at=past, next_attempt_at=past)


def test_a_municipality_leaves_and_the_others_stay_untouched(
    ready: Servers, oberzent: MunicipalityRef, bensheim: MunicipalityRef
) -> None:
    """Schema, role, rights, files, cache: gone. Another one's structure, rows, files and cache: equal."""
    live_in(bensheim, canary="kiebitz")
    before = structure_of(bensheim.schema), rows_of(bensheim.schema), cached_keys(ready, bensheim)
    assert cached_keys(ready, oberzent) == 1
    assert len(traces_of(oberzent.schema)) > 2
    offboarding = work(leave(oberzent, grace_days=0))
    assert offboarding.status == "completed"
    assert steps_of(offboarding) == dict.fromkeys(ALL_STEPS, "done")
    assert traces_of(oberzent.schema) == []
    assert not (Path(django_settings.MEDIA_ROOT) / oberzent.schema).exists()
    assert cached_keys(ready, oberzent) == 0
    assert status_of(oberzent) == "left"
    assert answer_of("oberzent") == 404
    assert (structure_of(bensheim.schema), rows_of(bensheim.schema), cached_keys(ready, bensheim)) == before
    assert (Path(django_settings.MEDIA_ROOT) / bensheim.schema / "anlagen" / "kiebitz.txt").exists()
    with inside(realm_of(bensheim)):
        assert cache.get("kiebitz-key") == "kiebitz"
    with inside(CENTRAL):
        assert Onboarding.objects.get().coordinator_email == ""
        events = list(Entry.objects.filter(subject__contains=str(offboarding.pk)).values_list("event", flat=True))
    assert sorted(events) == ["onboarding.offboarding_completed", "onboarding.offboarding_requested"]


def test_the_archive_of_one_who_left_brings_it_back(
    ready: Servers, oberzent: MunicipalityRef, schwalbach: MunicipalityRef
) -> None:
    """What was dropped lies in the archive."""
    everything = rows_of(oberzent.schema)
    offboarding = work(leave(oberzent, grace_days=0))
    restore_archive(Path(django_settings.KISI_ARCHIVE_ROOT) / offboarding.archive_file, into=schwalbach)
    restored = rows_of(schwalbach.schema)
    for table in set(everything) - {"django_session", "django_migrations"}:
        assert restored[table] == everything[table], table


def test_a_municipality_that_left_can_come_back(ready: Servers, oberzent: MunicipalityRef) -> None:
    """Under the same key and address, in a schema of its own."""
    work(leave(oberzent, grace_days=0))
    again = work(ask())
    assert again.status == "completed"
    assert again.schema_name != oberzent.schema
    assert answer_of("oberzent") == 200


def test_during_the_grace_period_the_workspace_is_closed_and_nothing_is_lost(
    ready: Servers, oberzent: MunicipalityRef
) -> None:
    """503 from the request on; a complete archive; the rows still there; the sweeper comes back when it is due."""
    adopted = rows_of(oberzent.schema)["adoptions_adoption"]
    assert len(adopted) > 1
    offboarding = leave(oberzent)
    assert answer_of("oberzent") == 503
    offboarding = work(offboarding)
    assert (offboarding.status, offboarding.grace_days) == ("waiting", 30)
    assert steps_of(offboarding)["grace"] == "running"
    assert offboarding.archived_at is not None
    assert offboarding.due_at == offboarding.archived_at + timedelta(days=30)
    assert offboarding.next_attempt_at == offboarding.due_at
    verify_archive(Path(django_settings.KISI_ARCHIVE_ROOT) / offboarding.archive_file)
    assert rows_of(oberzent.schema)["adoptions_adoption"] == adopted
    assert work(offboarding).status == "waiting"
    let_grace_pass(offboarding)
    assert work(offboarding).status == "completed"
    assert traces_of(oberzent.schema) == []


def test_nobody_can_write_once_the_archive_is_begun(ready: Servers, oberzent: MunicipalityRef) -> None:
    """Neither an open connection nor a new one: what is archived is all there is."""
    in_the_middle, go_on, outcome = threading.Event(), threading.Event(), []

    def write_slowly() -> None:
        try:
            with inside(realm_of(oberzent)):
                User.objects.count()
                in_the_middle.set()
                go_on.wait(30)
                User.objects.create_user("zu-spaet@stadt.example", name="Zu spät", role="guide")
            outcome.append("written")
        except DatabaseError as error:
            outcome.append(type(error).__name__)
        finally:
            connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    in_the_middle.wait(30)
    work(leave(oberzent))
    go_on.set()
    writer.join(30)
    assert outcome == ["OperationalError"]
    with pytest.raises(DatabaseError, match="not permitted to log in"), inside(realm_of(oberzent)):
        User.objects.count()


def test_an_off_boarding_taken_back_opens_the_workspace_as_it_was(ready: Servers, oberzent: MunicipalityRef) -> None:
    """The archive is deleted: the original lives on."""
    before = rows_of(oberzent.schema)
    offboarding = work(leave(oberzent))
    with inside(CENTRAL):
        cancelled = cancel_offboarding(offboarding, by=INTEGRATOR)
        assert cancel_offboarding(offboarding, by=INTEGRATOR).status == "cancelling"
    assert cancelled.status == "cancelling"
    assert answer_of("oberzent") == 503
    assert work(cancelled).status == "cancelled"
    assert steps_of(cancelled) == {"close": "done", "archive": "done", "reopen": "done"}
    assert answer_of("oberzent") == 200
    assert rows_of(oberzent.schema) == before
    assert list(Path(django_settings.KISI_ARCHIVE_ROOT).iterdir()) == []
    with inside(realm_of(oberzent)):
        User.objects.create_user("weiter@stadt.example", name="Weiter", role="guide")
    assert work(leave(oberzent, grace_days=0)).status == "completed"


def test_after_the_drop_nothing_can_be_taken_back(ready: Servers, oberzent: MunicipalityRef) -> None:
    """The data lies in the archive only."""
    offboarding = work(leave(oberzent, grace_days=0))
    with inside(CENTRAL), pytest.raises(NotCancellable, match="Archiv"):
        cancel_offboarding(offboarding, by=INTEGRATOR)


def test_a_suspended_municipality_stays_suspended_after_cancelling(ready: Servers, bensheim: MunicipalityRef) -> None:
    """Cancelling restores what was, not what would be nice."""
    with inside(CENTRAL):
        Municipality.objects.filter(pk=bensheim.id).update(status="suspended")
    offboarding = leave(bensheim)
    with inside(CENTRAL):
        cancel_offboarding(offboarding, by=INTEGRATOR)
    work(offboarding)
    assert status_of(bensheim) == "suspended"


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_nothing_is_dropped_without_its_archive(
    ready: Servers, oberzent: MunicipalityRef, damage: str, settings: Any
) -> None:
    """An archive that was deleted or touched in the grace period stops the drop; put back, it goes on."""
    settings.KISI_JOB_FAILURES = 1
    offboarding = work(leave(oberzent))
    archive = Path(settings.KISI_ARCHIVE_ROOT) / offboarding.archive_file
    content = archive.read_bytes()
    if damage == "missing":
        archive.unlink()
    else:
        archive.write_bytes(content + b"x")
    let_grace_pass(offboarding)
    offboarding = work(offboarding)
    assert (offboarding.status, steps_of(offboarding)["drop"]) == ("failed", "failed")
    assert "Es wird nichts gelöscht" in step(offboarding, "drop").detail
    assert len(traces_of(oberzent.schema)) > 2
    archive.write_bytes(content)
    with inside(CENTRAL):
        retry_offboarding(offboarding, by=INTEGRATOR)
    assert work(offboarding).status == "completed"


def test_what_cannot_be_asked_for(ready: Servers, bensheim: MunicipalityRef) -> None:
    """Twice, with a strange period, during an onboarding; a leaving town cannot be activated."""
    for days in (-1, 4000, True, "30"):
        with pytest.raises(OffboardingRefused, match="Schonfrist"):
            leave(bensheim, grace_days=days)
    offboarding = leave(bensheim)
    with pytest.raises(OffboardingRefused, match="bereits verabschiedet"):
        leave(bensheim)
    with inside(CENTRAL):
        with pytest.raises(StatusNotPossible, match="Verabschiedung"):
            activate_municipality(Municipality.objects.get(pk=bensheim.id), by=INTEGRATOR)
        with pytest.raises(NotRetryable):
            retry_offboarding(offboarding, by=INTEGRATOR)


def test_an_onboarding_that_failed_half_way_can_be_let_go(ready: Servers, settings: Any) -> None:
    """Its schema goes, its key is free, and the old job cannot be retried any more."""
    settings.KISI_JOB_FAILURES = 1
    onboarding = ask(templates=["erste-30-tage"])
    with inside(CENTRAL):
        Onboarding.objects.update(templates=[{"key": "gibt-es-nicht", "version": 1}])
    onboarding = work(onboarding)
    assert onboarding.status == "failed"
    with inside(CENTRAL):
        municipality = Municipality.objects.get(ags=OBERZENT)
        offboarding = request_offboarding(municipality, by=INTEGRATOR, grace_days=0)
    assert work(offboarding).status == "completed"
    assert traces_of(onboarding.schema_name) == []
    assert work(ask()).status == "completed"


def test_a_leaving_municipalitys_domains_are_free_again(ready: Servers, oberzent: MunicipalityRef) -> None:
    """Its further host names go with it."""
    with inside(CENTRAL):
        Domain.objects.create(domain="integration.oberzent.example", tenant_id=oberzent.id)
    work(leave(oberzent, grace_days=0))
    with inside(CENTRAL):
        assert not Domain.objects.exists()


def test_the_job_knows_its_archive(ready: Servers, oberzent: MunicipalityRef) -> None:
    """A relative path, a size and a checksum that are the file's."""
    offboarding = fresh(work(leave(oberzent)))
    path = Path(django_settings.KISI_ARCHIVE_ROOT) / offboarding.archive_file
    assert not offboarding.archive_file.startswith("/")
    assert path.stat().st_size == offboarding.archive_bytes
    assert path.with_suffix(".zip.sha256").read_text().split() == [offboarding.archive_sha256, path.name]
