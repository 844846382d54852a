"""The last run of every periodic task stands in a row; no other task leaves one."""

from __future__ import annotations

from typing import Any

import pytest
from celery import shared_task
from django.conf import settings
from django.db import OperationalError

from kisi.celery import app, register_tasks
from kisi.core.realms import CENTRAL, inside
from kisi.tenancy.heartbeat import heartbeat
from kisi.tenancy.models import TaskRun
from kisi.tenancy.task_runs import noting_run, periodic_tasks
from kisi.tenancy.tasks import HEADER, CentralTask, _signer
from shared.operation.broker import queues
from shared.operation.models import Check
from shared.operation.tasks import tick
from tests.servers import Servers


@shared_task(base=CentralTask, name="tests.unscheduled")
def unscheduled() -> None:
    """Beat knows nothing of it."""


def deliver(task: Any) -> Any:
    """Run a task as a worker does that has received its message."""
    return task.apply(headers={HEADER: _signer.sign(f"{task.name}|central")}, throw=True)


def runs() -> dict[str, str]:
    """Task and problem of every noted run."""
    with inside(CENTRAL):
        return dict(TaskRun.objects.values_list("task", "problem"))


def test_a_run_is_noted_once_a_task_and_a_failure_with_its_reason(database: Servers) -> None:
    """The newest run replaces the one before; the error goes on to Celery."""
    deliver(heartbeat)
    assert runs() == {"kisi.tenancy.heartbeat": ""}
    with pytest.raises(OSError, match="kaputt"), noting_run("kisi.tenancy.heartbeat"):
        raise OSError("kaputt")
    assert runs() == {"kisi.tenancy.heartbeat": "OSError: kaputt"}
    deliver(heartbeat)
    assert runs() == {"kisi.tenancy.heartbeat": ""}


def test_other_tasks_leave_no_row(database: Servers) -> None:
    """One row a schedule entry, whatever else runs."""
    deliver(unscheduled)
    assert runs() == {}


def test_a_database_that_does_not_answer_fails_no_task(database: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done; only its note is missing."""

    def down(*_args: Any, **_options: Any) -> None:
        raise OperationalError("down")

    monkeypatch.setattr(TaskRun.objects, "bulk_create", down)
    deliver(heartbeat)
    assert runs() == {}


def test_the_tick_asks_for_all_checks_through_the_broker(database: Servers) -> None:
    """As beat starts it: five rows, one message each, in the queue whose worker has the rights."""
    deliver(tick)
    with inside(CENTRAL):
        assert Check.objects.filter(state="queued").count() == 5
    assert runs() == {"shared.operation.tick": ""}
    with app.connection_for_read() as connection:
        lengths = {name: connection.default_channel.client.llen(name) for name in queues()}
    assert lengths == {"default": 2, "provisioning": 3, "departures": 0}


def test_departures_have_a_queue_of_their_own() -> None:
    """An archive that takes minutes stands in no onboarding's way."""
    register_tasks()
    router = app.amqp.router
    wanted = {
        "shared.onboarding.tasks.carry_on_offboarding": "departures",
        "shared.onboarding.tasks.carry_on_onboarding": "provisioning",
        "shared.onboarding.tasks.sweep": "provisioning",
        "kisi.tenancy.heartbeat": "default",
    }
    assert {name: router.route({}, name)["queue"].name for name in wanted} == wanted


def test_every_scheduled_task_exists() -> None:
    """A name that no process knows would be sent in vain for ever."""
    register_tasks()
    assert periodic_tasks() - set(app.tasks) == set()
    assert len(settings.CELERY_BEAT_SCHEDULE) >= 7
