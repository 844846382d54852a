"""A job that fails, waits, is forgotten or is worked on by somebody else."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.db import connection
from django.utils import timezone

from kisi.accounts.models import Invitation
from kisi.audit.models import Entry
from kisi.core import seeding
from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside, realm_of
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.models import Municipality
from shared.onboarding import marks
from shared.onboarding.actions import NotRetryable, retry_onboarding
from shared.onboarding.locking import only_worker_of
from shared.onboarding.models import Onboarding, OnboardingStep
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import ONBOARDING
from shared.onboarding.sweeping import forgotten_jobs, wake_forgotten_jobs
from tests.servers import Servers, provision
from tests.shared.onboarding.jobs import INTEGRATOR, ask, fresh, step, steps_of, work


@pytest.fixture
def broken_seed() -> Iterator[dict[str, bool]]:
    """A seed that fails as long as ``broken["now"]`` says so."""
    broken = {"now": True}

    @seeding.town_seed("tests.broken", order=99)
    def fail_for_now(_municipality: MunicipalityRef) -> None:
        if broken["now"]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 'password hunter2 SCRAM-SHA-256$abc'::int")

    yield broken
    del seeding._seeds["tests.broken"]


def retry(onboarding: Onboarding) -> Onboarding:
    """Retry as the integrator does."""
    with inside(CENTRAL):
        return retry_onboarding(onboarding, by=INTEGRATOR)


def test_an_error_is_tried_again_after_a_while(ready: Servers, broken_seed: dict[str, bool], settings: Any) -> None:
    """The step says in German when; the operator sees what, and nothing secret."""
    settings.KISI_JOB_BACKOFF_SECONDS = 60
    onboarding = work(ask())
    assert onboarding.status == "running"
    assert steps_of(onboarding)["seed"] == "pending"
    seed = step(onboarding, "seed")
    assert "Nächster Versuch um" in seed.detail
    assert seed.problem.startswith("DataError: invalid input syntax")
    assert "hunter2" not in seed.problem + seed.detail + str(seed.history)
    assert timedelta(seconds=55) < onboarding.next_attempt_at - timezone.now() < timedelta(seconds=61)
    broken_seed["now"] = False
    assert work(onboarding).status == "running", "before its time nothing is done"
    with inside(CENTRAL):
        Onboarding.objects.update(next_attempt_at=timezone.now())
    assert work(onboarding).status == "completed"
    seed = step(onboarding, "seed")
    assert (seed.attempts, seed.failures, seed.problem) == (2, 1, "")
    assert [entry["outcome"] for entry in seed.history] == ["failed"]


def test_a_failing_step_is_given_up_and_can_be_retried(
    ready: Servers, broken_seed: dict[str, bool], settings: Any
) -> None:
    """Nothing is lost: the schema made before is used, the coordinator is invited once."""
    settings.KISI_JOB_FAILURES = 2
    onboarding = work(work(ask()))
    assert (onboarding.status, steps_of(onboarding)["seed"]) == ("failed", "failed")
    assert "Betrieb" in step(onboarding, "seed").detail
    schema = onboarding.schema_name
    with inside(CENTRAL):
        assert Entry.objects.filter(event="onboarding.failed").count() == 1
    broken_seed["now"] = False
    assert work(onboarding).status == "failed", "a failed job does not go on by itself"
    onboarding = work(retry(onboarding))
    assert (onboarding.status, onboarding.schema_name) == ("completed", schema)
    with inside(realm_of(municipality_by_slug("oberzent"))):
        assert Invitation.objects.get().sent_count == 1


def test_only_a_failed_onboarding_can_be_retried(ready: Servers) -> None:
    """Neither one that waits nor one that is done."""
    onboarding = ask()
    with pytest.raises(NotRetryable, match="wartet"):
        retry(onboarding)
    with pytest.raises(NotRetryable, match="abgeschlossen"):
        retry(work(onboarding))


def fail_for_good(onboarding: Onboarding) -> Onboarding:
    """Let an onboarding fail before it has a schema."""
    with inside(CENTRAL):
        OnboardingStep.objects.filter(onboarding=onboarding, name="create_schema").update(status="failed")
        Onboarding.objects.filter(pk=onboarding.pk).update(status="failed")
    return fresh(onboarding)


def test_a_failed_onboarding_without_a_schema_gives_its_reservation_free(ready: Servers) -> None:
    """Somebody may ask anew; then the old one cannot be retried."""
    old = fail_for_good(ask())
    new = ask()
    with pytest.raises(NotRetryable, match="andere Aufnahme"):
        retry(old)
    work(new)
    with pytest.raises(NotRetryable, match="an Bord"):
        retry(old)


def test_a_retry_finds_its_slug_taken(ready: Servers) -> None:
    """Then a new request is the way out."""
    old = fail_for_good(ask(slug="odenwald"))
    ask("06436011", slug="odenwald")
    with pytest.raises(NotRetryable, match="Adresse"):
        retry(old)


def test_a_municipality_that_came_otherwise_is_noticed(ready: Servers) -> None:
    """A unique key of the municipalities stops the second schema; the operator reads why."""
    onboarding = ask("06436011")
    other = provision("06436011", "schwalbach", "Schwalbach")
    onboarding = work(onboarding)
    assert step(onboarding, "create_schema").problem.startswith("IntegrityError: duplicate key")
    with inside(CENTRAL):
        assert Municipality.objects.get(ags="06436011").pk == other.id


def test_two_workers_never_work_on_one_job(ready: Servers) -> None:
    """The second one does nothing and says so; once the first is gone the job goes on."""
    onboarding = ask()
    with inside(PROVISIONING), only_worker_of(onboarding.pk) as mine:
        assert mine
        assert carry_on(ONBOARDING, onboarding.pk) is False
    assert steps_of(onboarding)["create_schema"] == "pending"
    assert work(onboarding).status == "completed"


def test_an_interrupted_step_is_begun_again_and_remembered(ready: Servers) -> None:
    """As after a kill between the two marks of a step."""
    onboarding = ask()
    with inside(PROVISIONING):
        marks.begin_next(ONBOARDING, onboarding.pk)
    assert steps_of(onboarding)["create_schema"] == "running"
    assert work(onboarding).status == "completed"
    made = step(onboarding, "create_schema")
    assert (made.attempts, [entry["outcome"] for entry in made.history]) == (2, ["interrupted"])


def test_a_step_that_is_always_interrupted_is_given_up(ready: Servers, settings: Any) -> None:
    """A step that kills its worker must not kill workers for ever."""
    settings.KISI_JOB_STARTS = 3
    onboarding = ask()
    with inside(PROVISIONING):
        for _kill in range(3):
            assert marks.begin_next(ONBOARDING, onboarding.pk) is not None
    onboarding = work(onboarding)
    assert onboarding.status == "failed"
    assert "unterbrochen" in step(onboarding, "create_schema").detail
    assert work(retry(onboarding)).status == "completed"


def woken(ready: Servers) -> list[str]:
    """The job ids in the messages that wait for the provisioning worker; takes them out."""
    found = []
    with redis.Redis.from_url(ready.redis_url) as client:
        while message := client.lpop("provisioning"):
            args, _kwargs, _embedded = json.loads(base64.b64decode(json.loads(message)["body"]))
            found.append(args[0])
    return found


def sweep() -> int:
    """What beat's message makes the worker do."""
    with inside(PROVISIONING):
        return wake_forgotten_jobs()


def test_the_sweeper_wakes_what_was_forgotten(ready: Servers, settings: Any) -> None:
    """Lost wake-ups are found once, and not again while the message waits for a worker."""
    settings.KISI_JOB_STALE_SECONDS = 20
    onboarding, finished = ask(), work(ask("06436011"))
    assert finished.status == "completed"
    woken(ready)
    assert (sweep(), woken(ready)) == (0, []), "too early"
    with inside(CENTRAL):
        Onboarding.objects.update(touched_at=timezone.now() - timedelta(seconds=21))
    assert (sweep(), woken(ready)) == (1, [str(onboarding.pk)])
    assert (sweep(), woken(ready)) == (0, [])
    with inside(CENTRAL):
        later = timezone.now() + timedelta(hours=1)
        Onboarding.objects.update(touched_at=timezone.now() - timedelta(seconds=21), next_attempt_at=later)
        assert forgotten_jobs() == [], "its next attempt is not due"


def test_a_request_wakes_the_worker_when_it_commits(ready: Servers) -> None:
    """One message, for this onboarding."""
    onboarding = ask()
    assert woken(ready) == [str(onboarding.pk)]


ASK_WITHOUT_BROKER = """
import django
django.setup()
import kisi.celery
from tests.shared.onboarding.jobs import ask
print(ask().pk)
"""


def test_a_broken_broker_does_not_break_the_request(ready: Servers, environment: dict[str, str]) -> None:
    """The row is written and the caller answered soon; the sweeper wakes the job later."""
    nobody_there = {**environment, "KISI_REDIS_URL": "redis://127.0.0.1:1/0"}
    process = subprocess.run(
        [sys.executable, "-c", ASK_WITHOUT_BROKER], env=nobody_there, capture_output=True, text=True, timeout=60
    )
    assert process.returncode == 0, process.stderr
    assert "127.0.0.1:1" in process.stderr, "the wake-up was really tried"
    with inside(CENTRAL):
        onboarding = Onboarding.objects.get(pk=process.stdout.strip())
    assert onboarding.status == "queued"
    assert woken(ready) == []
